"""What only the embedded sandbox has: its behaviour profile and its defects, readable without a token."""

from harness.sandbox.auth import Access
from harness.sandbox.call import Call, Reply
from harness.sandbox.defects import catalogue
from harness.sandbox.pipeline import Route
from harness.sandbox.profile import describe


def profile(call: Call) -> Reply:
    """``GET /sandbox/profile``."""
    return Reply({"data": describe(call.server.profile)})


def defects(_call: Call) -> Reply:
    """``GET /sandbox/defects``."""
    return Reply({"data": catalogue.describe()})


ROUTES = (
    Route("GET", "/sandbox/profile", profile, Access.PUBLIC),
    Route("GET", "/sandbox/defects", defects, Access.PUBLIC),
)
