"""Compiles the message catalogs while the package is built; everything else is in pyproject.toml."""

from babel.messages.frontend import CommandLineInterface
from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithCatalogs(build_py):
    def run(self):
        CommandLineInterface().run(["pybabel", "-q", "compile", "-d", "appraisals/translations"])
        super().run()


setup(cmdclass={"build_py": BuildWithCatalogs})
