"""The examples of docs/api.md, sent one after the other: each answer has what is written there, and may have more."""

import json
import re
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "api.md"
EXAMPLE = re.compile(r"```http\n(?P<request>.*?)(?:\n\n(?P<status>\d{3})\n(?P<answer>.*?))?\n```", re.DOTALL)


def test_the_examples_of_the_page_hold(admin):
    known: dict[str, object] = {}
    found = list(EXAMPLE.finditer(PAGE.read_text("utf-8")))
    for one in found:
        answer = send(admin, fill(one["request"], known))
        if one["status"]:
            assert answer.status_code == int(one["status"]), (one["request"], answer.text)
            compare(one["answer"], answer, known)
        else:
            assert answer.status_code == 200, one["request"]

    assert len(found) > 12


def fill(text, known):
    for name, value in known.items():
        text = text.replace(f'"{{{name}}}"', str(value)).replace(f"{{{name}}}", str(value))
    return text


def send(client, text):
    first, *rest = text.split("\n")
    method, path = first.split(" ", 1)
    headers = dict(line.split(": ", 1) for line in rest if re.match(r"[\w-]+: ", line) and not line.startswith("Authorization"))
    body = next((line for line in rest if line.startswith("{")), None)
    path, _mark, query = path.partition("?")
    values = dict(part.split("=", 1) for part in re.split(r"&(?=\w+=)", query)) if query else {}
    return client.open(path, method=method, query_string=values, headers=headers, data=body, content_type="application/json" if body else None)


def compare(text, answer, known):
    """Headers and body; what stands as "{name}" is learnt, and must stay the same."""
    lines = text.split("\n")
    body = json.loads(next(line for line in lines if line.startswith("{")))
    learn(body, answer.json, known)
    for name, value in (line.split(": ", 1) for line in lines if re.match(r"[\w-]+: ", line)):
        assert answer.headers[name] == fill(value, known)


def learn(wanted, actual, known):
    if isinstance(wanted, dict):
        for key, value in wanted.items():
            assert key in actual, (key, actual)
            learn(value, actual[key], known)
    elif isinstance(wanted, list):
        assert len(wanted) == len(actual), (wanted, actual)
        for one, other in zip(wanted, actual, strict=True):
            learn(one, other, known)
    elif isinstance(wanted, str) and (name := re.fullmatch(r"\{(\w+)\}", wanted)):
        assert known.setdefault(name[1], actual) == actual
    else:
        assert wanted == actual
