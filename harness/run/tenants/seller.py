"""A tenant as scenarios see it: who sells, from where, to which places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from harness.law import Country
from harness.model.facts import MentionKind
from harness.run.tenants.onboarding import Tenant, current_rate
from harness.run.tenants.parties import Place


@dataclass(frozen=True, slots=True)
class Seller:
    """A tenant, and the places that it sells to."""

    tenant: Tenant
    home: Place
    abroad: Place
    """Another Member State."""
    overseas: Place
    """Outside the EU."""

    @property
    def country(self) -> Country:
        """The country folder of the seller."""
        return self.tenant.country

    def wording(self, kind: MentionKind) -> str:
        """The clause that the law of the seller's country uses for a statement."""
        return next(w.phrases[0] for w in self.country.wording if w.kind is kind)

    def charging(self, category: str, history: Mapping[date, Decimal]) -> Seller | None:
        """This seller, charging the category by a tax that had those rates on those days; ``None`` without such a tax.

        Vendors cut the reduced rates differently: the tax that has today's rate need not be the one that had the old.
        """
        if category in self.tenant.provisioned:
            return self
        for tax in self.tenant.preloaded:
            if all(current_rate(tax, day) == rate for day, rate in history.items()):
                return replace(self, tenant=replace(self.tenant, taxes={**self.tenant.taxes, category: tax.id}))
        return None
