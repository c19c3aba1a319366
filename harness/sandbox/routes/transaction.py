"""``POST /transaction-type/check`` and its deprecated alias ``/vies/check`` (contract section 13.1)."""

from harness.sandbox.auth import Access
from harness.sandbox.call import Call, Handler, Reply, sent
from harness.sandbox.documents.transaction import run_check
from harness.sandbox.pipeline import Route
from harness.sandbox.schemas.catalogue import TransactionTypeCheck


def check(call: Call) -> Handler:
    """Ask VIES outside of any transaction, then answer."""
    body = call.read(TransactionTypeCheck)
    found = run_check(call, sent(body.issuer), sent(body.customer), validate=True)
    return lambda _: Reply(found.response())


ROUTES = (
    Route("POST", "/transaction-type/check", None, Access.READ, prepare=check, changes=False),
    Route("POST", "/vies/check", None, Access.READ, prepare=check, changes=False),
)
