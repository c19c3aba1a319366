"""How the XML of a hybrid invoice travels in its PDF (Factur-X 1.0)."""

from dataclasses import dataclass

FILE_NAME = "factur-x.xml"


@dataclass(frozen=True, slots=True)
class Carrier:
    """Attachment and metadata; the defaults are the right ones."""

    relationship: str = "alternative"
    """AFRelationship of the attachment, in lower case."""
    file_name: str = FILE_NAME
    """Name of the attachment."""
    stated_name: str = FILE_NAME
    """Name of it in the metadata."""
    profile: str = "EN 16931"
    """ConformanceLevel in the metadata."""
    is_attached: bool = True
