"""What an administrator decides about files."""

from __future__ import annotations

from core import Setting, fields
from core import gettext_lazy as _

MOST_MB, QUOTA_GB, REFUSED, KEPT_DAYS = "files.most_mb", "files.quota_gb", "files.refused", "files.kept_days"
GROUP = _("Files")

SETTINGS = (
    Setting(MOST_MB, fields.Integer(_("Largest file"), minimum=1, maximum=10_000, unit="MB"), default=200, group=GROUP),
    Setting(QUOTA_GB, fields.Integer(_("Room for all files"), minimum=0, maximum=1_000_000, unit="GB", help=_("0: as much as the disk holds.")), default=0, group=GROUP),
    Setting(REFUSED, fields.Text(_("Endings that are refused"), length=500, help=_("Separated by blanks: programs that a double click would start.")),
            default="exe com bat cmd scr msi msix pif jar js jse vbs vbe wsf wsh hta ps1 psm1 lnk reg cpl dll app dmg apk", group=GROUP),
    Setting(KEPT_DAYS, fields.Integer(_("Days until a removed file is gone for good"), minimum=1, maximum=3650), default=90, group=GROUP),
)  # fmt: skip
