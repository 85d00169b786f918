"""Answers kept ready. Their fields are filled by Jinja in its sandbox, with plain texts only: nothing of the program can be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, TemplateError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from core import Actor, Change, Invalid, joined, queries, redaction
from core import gettext as _

from .catalogue import status_info

NAMES = ("contact", "account", "number", "subject", "product", "status", "agent")
LONGEST = 8000
SINGLE = re.compile(r"(?<![{%#])\{\s*([^\W\d]\w*)\s*\}(?!\})")
"""A word in single braces."""
PLAIN = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.If, nodes.And, nodes.Or, nodes.Not)
"""What a template may be made of: texts, fields, parts left out. No arithmetic, no calls, no loops."""


@cache
def _sandbox() -> ImmutableSandboxedEnvironment:
    """Plain text: what is filled in is escaped where it is shown, as everything typed is."""
    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)


def merge_fields(case: Any, user: Actor) -> Mapping[str, str]:
    """What an answer may say of a case, as texts; of the customer what the agent may read."""
    case = redaction.known(case, user)
    named = queries.names([case.contact_id, case.account_id], user)
    customer = named.get(case.contact_id or 0) or case.supplied_name or named.get(case.account_id or 0) or ""
    return {
        "contact": str(customer), "account": str(named.get(case.account_id or 0) or ""), "number": case.number or "", "subject": case.name or "",
        "product": case.product or "", "status": str(status_info(case.status_id) or ""), "agent": user.name,
    }  # fmt: skip


def filled(body: str, case: Any, user: Actor) -> str:
    """The answer for this case. Raises Invalid in a sentence for a text that cannot be filled."""
    problems = list(faults(body))
    if problems:
        raise Invalid({"body": problems})
    return _sandbox().from_string(body).render(merge_fields(case, user))[:LONGEST]


def faults(body: str) -> Iterator[str]:
    """What is wrong with a template: it cannot be read, or names a field that there is not."""
    try:
        tree = _sandbox().parse(body)
        strange = next((node for node in tree.find_all(nodes.Node) if not isinstance(node, PLAIN)), None)
        if strange is not None:
            yield _("Only fields can be filled in, and parts that an “if” leaves out.")
            return
        unknown = sorted(meta.find_undeclared_variables(tree) - set(NAMES))
        if unknown:
            yield _("There is no field “%(name)s” to fill in. Known: %(known)s.", name=unknown[0], known=joined(NAMES))
            return
    except TemplateError as problem:
        yield _("This text cannot be filled in: %(problem)s.", problem=str(problem)[:120])


def body_rule(change: Change) -> Iterator[tuple[str, str]]:
    """An answer with a mistake in it is refused when it is kept, not when a customer waits."""
    body = change.record.body or ""
    for sentence in (*faults(body), *_in_single_braces(body)):
        yield "body", sentence


def _in_single_braces(body: str) -> Iterator[str]:
    """Such a word would reach the customer as it is written."""
    for name in dict.fromkeys(SINGLE.findall(body)):
        if name in NAMES:
            yield _("Fields stand in two braces: write “%(right)s” for “%(wrong)s”.", right=f"{{{{ {name} }}}}", wrong=f"{{{name}}}")
        else:
            yield _("“%(wrong)s” would reach the customer as it is. Fields stand in two braces; known: %(known)s.", wrong=f"{{{name}}}", known=joined(NAMES))
