"""Samples for the rendering tests: one document, one entity, one logo, and readers of the finished page."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from PIL import Image

Json = dict[str, Any]


def line(name: str, price: float, rate: float, total: float, **more: Any) -> Json:
    """One item of an answer."""
    taxes = [{"rate": rate, "tax_id": "tax_1", "reverse_charge": more.pop("reverse_charge", False)}]
    return {"type": None, "name": name, "description": None, "quantity": 1, "unit": None, "price": price,
            "gross_price": None, "taxes": taxes, "discounts": [], "total": total, **more}  # fmt: skip


@pytest.fixture
def make_line() -> Callable[..., Json]:
    return line


@pytest.fixture
def entity() -> Json:
    return {
        "id": "ent_1", "name": "Svetila Novak d.o.o.", "address": "Tehnološki park 24", "post_code": "1000",
        "city": "Ljubljana", "country": "Slovenija", "country_code": "SI", "currency_code": "EUR", "locale": "sl-SI",
        "tax_number": "SI12345678", "company_number": "1234567000", "email": "racuni@novak.example",
        "settings": {
            "primary_color": "#1a5fb4",
            "document_footer": "{entity_name}, registered in {entity_city}",
            "default_document_signature": "Ana Novak",
            "bank_accounts": [
                {"type": "iban", "bank_name": "Other bank", "iban": "SI56000000000000000"},
                {"type": "iban", "bank_name": "Nova banka", "iban": "SI56192001234567892", "bic": "LJBASI2X",
                 "is_default": True},
            ],
        },
    }  # fmt: skip


@pytest.fixture
def document() -> Json:
    return {
        "id": "inv_1", "number": "2025-00017", "is_draft": False, "date": "2025-03-05T00:00:00.000Z",
        "date_due": "2025-04-04T00:00:00.000Z", "date_service": "2025-02-01", "date_service_to": "2025-02-28",
        "issuer": {"name": "Svetila Novak d.o.o.", "country_code": "SI", "tax_number": "SI12345678"},
        "customer": {"name": "Horizont Leuchten GmbH", "address": "Friedrichstraße 120", "post_code": "10117",
                     "city": "Berlin", "country": "Deutschland", "country_code": "DE", "tax_number": "DE136695976"},
        "items": [
            {"type": "separator", "name": "Lighting"},
            line("Pendant lamp", 4166.2, 22, 12498.6, quantity=3, unit="pcs", description="Hand-blown glass"),
            line("Handbook", 20, 9.5, 90, quantity=5, unit="pcs", discounts=[{"value": 10, "type": "percent"}]),
        ],
        "total": 12588.6, "total_discount": 10, "total_with_tax": 15346.84, "currency_code": "EUR",
        "taxes": [{"rate": 22, "base": 12498.6, "amount": 2749.69, "reverse_charge": False},
                  {"rate": 9.5, "base": 90, "amount": 8.55, "reverse_charge": False}],
        "calculation_mode": "b2b_standard", "rounding_correction": None, "total_paid": 346.84, "total_due": 15000,
        "note": "Goods remain **our property**.", "tax_clause": None, "payment_terms": "Pay to {iban}.",
        "footer": None, "signature": None, "reference": "PO-7781", "document_relations": [], "voided_at": None,
    }  # fmt: skip


@pytest.fixture
def read() -> Callable[[bytes], str]:
    """All words of a PDF with single blanks between them."""
    return lambda pdf: " ".join(" ".join(page.extract_text() for page in pages(pdf)).split())


def pages(pdf: bytes) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.fixture
def pages_of() -> Callable[[bytes], list[pypdf.PageObject]]:
    return pages


@pytest.fixture
def image() -> Callable[..., bytes]:
    """An image file of one colour in the given format."""

    def draw(kind: str = "PNG", size: tuple[int, int] = (120, 40), colour: str = "#d01c8b") -> bytes:
        data = io.BytesIO()
        Image.new("RGB", size, colour).save(data, kind, **({"lossless": True} if kind == "WEBP" else {}))
        return data.getvalue()

    return draw
