"""The forecast as a workbook."""

from __future__ import annotations

from io import BytesIO

from flask import Response, request, send_file

from core import audit, current_actor

from .. import asking
from .frame import blueprint

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/forecast/export.xlsx")
def export() -> Response:
    """What the page shows and all below it, with live formulas. Raises Forbidden without the right to export; the log tells who took it."""
    # Imported here: only who takes a workbook needs the library that writes it.
    from .. import workbook

    user = current_actor()
    user.require("export")
    asked = asking.read(request.args, user)
    target = BytesIO()
    count = workbook.write(asked, target)
    audit.exported(user, "opportunity", count, where=asked.url(), form="xlsx")
    target.seek(0)
    return send_file(target, XLSX, as_attachment=True, download_name=f"forecast-{asked.grid.period.code}.xlsx")
