"""The forecast's workbook as a spreadsheet program works it out: LibreOffice computes every formula anew, and each must come to what the page says.

Before it is taken, the manager and the people below adjust numbers in every way there is, and a sale moves under one of them. The values that the product writes
beside its formulas are taken out first, so that nothing but the formulas can give them back.
"""

from __future__ import annotations

import re
import subprocess
import zipfile
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl

from core import create_app, records, system_actor, today, users
from plugins.forecast import adjustments, deals, grid, types
from plugins.forecast.hierarchy import Place, home_of

from .browsers import Inside
from .generate import bring_up_to_date
from .organisation import mail_of
from .places import settings

KEPT = re.compile(rb"(</f>)<v>[^<]*</v>")
NOTHING = rb"\1<v>-987654321</v>"
"""What stands beside a formula until it is worked out: no number of a forecast."""
PRECISION = Decimal("0.000001")
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""LibreOffice's setting: work everything out when a workbook is opened."""


@dataclass(slots=True)
class Compared:
    """How many formulas of how many sheets were worked out; ``wrong`` says where and what, a line each."""

    sheets: int = 0
    formulas: int = 0
    wrong: list[str] = field(default_factory=list)


def run(url: str, folder: Path, role: str, program: str) -> Compared:
    """The workbook of the present quarter as the person of this role takes it, held against LibreOffice (``program``: its command)."""
    app = create_app(settings(url, folder))
    with app.app_context():
        bring_up_to_date()
        _adjust(role)
    written = Inside(0, client=app.test_client()).sign_in(mail_of(role)).get("/forecast/export.xlsx")
    return compare(written, worked_out(written, program))


def _adjust(role: str) -> None:
    """Own numbers and those of reports, both on one number, one below a report, one below the narrower column, and one whose sum has moved since."""
    home = next(home_of(one.id) for one in users.all_users() if one.email == mail_of(role))
    seen = _seen(home)
    low, high, both = sorted(seen.hierarchy.children[home], key=lambda one: -seen.cell(one, "commit_forecast").raw)[:3]
    inner = max(seen.hierarchy.children[high], key=lambda one: seen.cell(one, "commit_forecast").raw)
    for place, who, column, factor in (
        (inner, high, "commit_forecast", "1.1"), (low, low, "best_case_forecast", "0.3"), (both, both, "open_pipeline", "0.8"), (both, home, "open_pipeline", "1.25"),
        (high, home, "commit_forecast", "0.9"), (home, home, "best_case_forecast", "1.05"),
    ):  # fmt: skip
        _set(_seen(who), place, who, column, Decimal(factor))
    open_ones = next(one for one in seen.columns if one.code == "open_pipeline")
    sale = deals.page(seen, deals.places(seen, both), open_ones).rows[0]
    records.update(records.get("opportunity", sale.id, system_actor()), system_actor(), source="automation", amount=Decimal("4321.09"))


def _seen(place: Place) -> grid.Grid:
    user = users.actor(place.person_id or 0)
    forecast = types.chosen("", user)
    return grid.read(forecast, forecast.period(today()), user)


def _set(seen: grid.Grid, place: Place, who: Place, code: str, factor: Decimal) -> None:
    column, cell = next(one for one in seen.columns if one.code == code), seen.cell(place, code)
    base = cell.base if place == who else cell.owner
    before = seen.standing.get((place, who.person_id or 0, code))
    value = (base * factor).quantize(Decimal("0.01"), ROUND_HALF_UP)
    adjustments.make(
        seen.forecast, seen.period, place, column, seen.user, value=value, base=base, note="As we spoke", seen=before.number if before is not None else 0
    )  # fmt: skip


def worked_out(workbook: bytes, program: str) -> bytes:
    """The workbook as LibreOffice saves it after working out all its formulas. Raises CalledProcessError."""
    with TemporaryDirectory() as place:
        here = Path(place)
        (here / "profile" / "user").mkdir(parents=True)
        (here / "profile" / "user" / "registrymodifications.xcu").write_text(ALWAYS, "utf-8")
        (here / "forecast.xlsx").write_bytes(without_values(workbook))
        command = [program, f"-env:UserInstallation=file://{here}/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(here / "out"), str(here / "forecast.xlsx")]
        subprocess.run(command, check=True, capture_output=True, timeout=600)  # noqa: S603 - a program that the caller names
        return (here / "out" / "forecast.xlsx").read_bytes()


def without_values(workbook: bytes) -> bytes:
    """The same formulas with nothing worked out."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            content = source.read(name)
            copy.writestr(name, KEPT.sub(NOTHING, content) if name.startswith("xl/worksheets/") else content)
    return target.getvalue()


def compare(written: bytes, computed: bytes) -> Compared:
    """Each formula's value as the product wrote it, and as it was worked out."""
    found = Compared()
    formulas, ours, theirs = (openpyxl.load_workbook(BytesIO(content), data_only=values) for content, values in ((written, False), (written, True), (computed, True)))
    for sheet in formulas:
        found.sheets += 1
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    found.formulas += 1
                    said, came = ours[sheet.title][cell.coordinate].value, theirs[sheet.title][cell.coordinate].value
                    if _number(said) != _number(came):
                        found.wrong.append(f"{sheet.title} {cell.coordinate}: {said} written, {came} worked out")
    return found


def _number(value: Any) -> Any:
    return Decimal(str(value)).quantize(PRECISION, ROUND_HALF_UP) if isinstance(value, (int, float)) else value


def as_text(found: Compared) -> str:
    lines = [f"{found.formulas} formulas on {found.sheets} sheets worked out anew, {len(found.wrong)} of them differ"]
    return "\n".join([*lines, *found.wrong[:20]])
