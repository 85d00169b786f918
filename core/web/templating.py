"""Templates are compiled once for each language. What says the same on every page, words and icons, is put in then: a page has hundreds."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from .. import i18n

FIXED = ("icon",)
"""Functions of templates whose answer depends on their arguments alone."""


class Templates(Environment):
    """Jinja's environment as the app has it; it hands each reader the templates of their language."""

    language = ""  # of the templates compiled here; none where a reader's is chosen

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **options)
        self.spoken: dict[str, Templates] = {}

    def overlay(self, *changes: Any, **named: Any) -> Any:
        found = super().overlay(*changes, **named)
        found.spoken = {}
        return found

    def get_template(self, name: str | Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None) -> Template:  # noqa: A002 - as Jinja calls it
        speaking = self if self.language else self._speaking(i18n.language())
        return super(Templates, speaking).get_template(name, parent, globals)

    def _speaking(self, language: str) -> Templates:
        """The environment in which this language's templates are compiled: the same but for what is compiled."""
        if language not in self.spoken:
            found = self.overlay()
            found.language = language
            self.spoken[language] = found
        return self.spoken[language]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Those of the environment: no template has any of its own, and a page reads them from a ChainMap a dozen times."""
        return super().make_globals(d) if d else self.globals

    def _generate(self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False) -> str:
        if self.language:
            escaped = self.autoescape(name) if callable(self.autoescape) else self.autoescape
            source = _Fixed(self, Markup if escaped else str).visit(source)
        return super()._generate(source, name, filename, defer_init)


class _Fixed(NodeTransformer):
    """Puts the answers of fixed calls in their place."""

    def __init__(self, environment: Templates, kind: Callable[[str], str]) -> None:
        catalog = i18n.catalog(environment.language)
        self.answers: dict[str, Any] = {name: environment.globals[name] for name in FIXED if name in environment.globals}
        self.answers["_"] = lambda message: kind(catalog.ugettext(message)) % {}
        self.answers["pgettext"] = lambda context, message: kind(catalog.upgettext(context, message)) % {}

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - as Jinja calls it
        self.generic_visit(node)
        answer = self.answers.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        given = [one.value for one in node.args if isinstance(one, nodes.Const)]
        if answer is None or len(given) < len(node.args) or node.kwargs or node.dyn_args or node.dyn_kwargs:
            return node
        return nodes.Const(answer(*given), lineno=node.lineno)
