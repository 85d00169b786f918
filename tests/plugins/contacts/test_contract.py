"""What every module and every object must do, for accounts, contacts and their forms."""

from __future__ import annotations

from core import users
from core.testing import ObjectContract, PluginContract


class TestContacts(PluginContract):
    plugin = "contacts"
    valid = {
        "partner": {"record": lambda make: make("account"), "partner_account": lambda make: make("account")},
        "limit_release": {"record": lambda make: make("account", owner=users.by_email("sales_consultant.north.1@example.com").id)},  # nobody releases the own
    }


class TestAccountContract(ObjectContract):
    object_code = "account"
    valid = {"name": "苏州晨光物流有限公司", "phone": "0512-65581234"}
    change = {"remarks": "Pays on time."}
    invalid = {"employees": "many"}


class TestContactContract(ObjectContract):
    object_code = "contact"
    valid = {"name": "周敏", "mobile": "13800138000"}
    change = {"position": "Fleet manager"}
    invalid = {"email": "not a mail address"}


class TestGradeContract(ObjectContract):
    object_code = "grade"
    change = {"horizon_days": 3}
    invalid = {"horizon_days": "often"}
