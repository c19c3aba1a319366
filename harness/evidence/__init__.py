"""Evidence: every byte that was sent or received, redacted, hashed and kept."""

from harness.evidence.exchanges import ExchangeLike, StoredExchange, store_exchange
from harness.evidence.redaction import Redactor
from harness.evidence.store import Artefact, ArtefactStore

__all__ = ["Artefact", "ArtefactStore", "ExchangeLike", "Redactor", "StoredExchange", "store_exchange"]
