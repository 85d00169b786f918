"""How often one token or session may ask: counted in the memory of each web worker, so that no request waits for it."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from flask import current_app, g

from ..actor import current_actor
from ..i18n import gettext as _
from ..problems import TooMany

if TYPE_CHECKING:
    from limits.strategies import FixedWindowRateLimiter


def count() -> None:
    """Count this request. Raises TooMany beyond the requests per minute that the settings allow; 0 allows any number."""
    most = current_app.config["FORECOURT"]["api"]["requests_per_minute"]
    if not most:
        return
    # Imported here, as below: the pages do without it, and with it comes whatever store it knows.
    from limits import RateLimitItemPerMinute

    token = g.get("api_token")
    who = f"token:{token.id}" if token is not None else f"user:{current_actor().id}"
    limiter, limit = _limiter(), RateLimitItemPerMinute(most)
    if not limiter.hit(limit, who):
        wait = max(1, math.ceil(limiter.get_window_stats(limit, who).reset_time - time.time()))
        raise TooMany(wait, _("More than %(most)s requests in a minute; ask again in %(wait)s seconds.", most=most, wait=wait))


def _limiter() -> FixedWindowRateLimiter:
    if "forecourt_api_limiter" not in current_app.extensions:
        from limits.strategies import FixedWindowRateLimiter

        from .windows import Windows

        current_app.extensions["forecourt_api_limiter"] = FixedWindowRateLimiter(Windows())
    found: FixedWindowRateLimiter = current_app.extensions["forecourt_api_limiter"]
    return found
