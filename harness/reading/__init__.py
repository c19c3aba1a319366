"""Readers: the API answer and the PDF, each into ``InvoiceFacts``. They know nothing of what is expected."""

from harness.reading.answer import read_answer
from harness.reading.errors import LabelsError, ReadingError, UnreadablePdf
from harness.reading.images import page_image, picture_of
from harness.reading.labels import Labels, load_labels
from harness.reading.pdf import read_pdf

__all__ = [
    "Labels",
    "LabelsError",
    "ReadingError",
    "UnreadablePdf",
    "load_labels",
    "page_image",
    "picture_of",
    "read_answer",
    "read_pdf",
]
