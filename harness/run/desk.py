"""A worker's desk: one client, one recorder, the tenants it onboarded, and what scenarios ask it for."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache

from harness.api import Budget, CallFailed, Client, Guard, RequestIds, Secret
from harness.api.models.access import ApiKey
from harness.api.models.payment import TransactionType
from harness.api.models.settings import EntitySettings, NumberFormats, SequenceStarts
from harness.api.resources.documents import DocumentGroup
from harness.checks.numbering import Numbered, Series
from harness.model.case import Case
from harness.model.expectation import Expectation, SuppliedBy
from harness.model.facts import InvoiceFacts
from harness.reading import Labels, load_labels, read_answer
from harness.run.context import RunContext
from harness.run.einvoices.forms import EInvoices
from harness.run.issuing import Issued, Issuer
from harness.run.record.recorder import Recorder
from harness.run.resources import fixtures
from harness.run.tenants.onboarding import NUMBER_FORMATS, Onboarding, Tenant
from harness.run.tenants.parties import Buyer, Place, prefix_of
from harness.run.tenants.seller import Seller


@cache
def labels() -> Labels:
    """The reader's vocabulary, loaded when the first page is read."""
    return load_labels(fixtures("labels"))


class Desk:
    """Everything that a worker needs to run scenarios."""

    def __init__(self, context: RunContext, recorder: Recorder, worker: str) -> None:
        self.context = context
        self.recorder = recorder
        headers = {"x-sandbox-defect": ",".join(context.options.defects)} if context.options.defects else {}
        self.client = Client(
            context.target.address,
            context.target.key,
            guard=Guard(context.run_id),
            request_ids=RequestIds(context.run_id, worker),
            observer=recorder.exchanged,
            extra_headers=headers,
            budget=Budget(context.options.requests_per_minute) if context.target.is_remote else None,
        )
        self.issuer = Issuer(self.client, context.countries, labels)
        self.e_invoices = EInvoices(self.client, recorder)
        self._onboarding = Onboarding(self.client, context.cast, context.as_of)
        self._worker = worker
        self._shared: dict[str, Seller] = {}
        self._neighbours: dict[str, Seller] = {}
        self._private: dict[str, Seller] = {}
        self._tenants: list[Tenant] = []

    def shared_seller(self, code: str) -> Seller:
        """The country's shared tenant on this worker."""
        if code not in self._shared:
            position = self.context.selected.index(code)
            self._shared[code] = self.seller(code, f"{code.lower()}-shared", brand=position, signs=True)
        return self._shared[code]

    def seller(
        self,
        code: str,
        label: str,
        *,
        brand: int = 0,
        template: str = "modern",
        formats: NumberFormats = NUMBER_FORMATS,
        is_taxable: bool = True,
        signs: bool = False,
    ) -> Seller:
        """Onboard a tenant of its own. ``brand`` counts through the brands of ``fixtures/brands``."""
        country = self.context.countries[code]
        brands = self.context.cast.brands
        tenant = self._onboarding.onboard(
            country,
            brands[brand % len(brands)],
            template=template,
            platform_id=f"{self.context.run_id}/{self._worker}/{label}",
            formats=formats,
            is_taxable=is_taxable,
            signs=signs,
        )
        self._tenants.append(tenant)
        self._say_what_was_supplied(tenant)
        return Seller(tenant, self.place(code), self.place(self.context.neighbour(code)), self._overseas())

    def _say_what_was_supplied(self, tenant: Tenant) -> None:
        country = tenant.country.code
        if tenant.provisioned:
            lacking = ", ".join(sorted(tenant.provisioned))
            self.recorder.note(
                f"{country}: the target preloads no tax for {lacking}; provisioned from the country folder"
            )
        if tenant.clauses_from is SuppliedBy.HARNESS:
            self.recorder.note(f"{country}: the target preloads no tax clauses; provisioned from the country folder")

    def place(self, code: str) -> Place:
        """A country as a place to sell to."""
        return Place(self.context.cast, code, prefix_of(self.context.countries, code))

    def _overseas(self) -> Place:
        return Place(self.context.cast, self.context.cast.overseas[0].country, None)

    def neighbour(self, code: str) -> Seller:
        """A second shared tenant of the country on this worker, with another brand."""
        if code not in self._neighbours:
            position = self.context.selected.index(code) + 1
            self._neighbours[code] = self.seller(code, f"{code.lower()}-neighbour", brand=position, signs=True)
        return self._neighbours[code]

    def private_seller(self, code: str, label: str, *, set_up: Callable[[Seller], None]) -> Seller:
        """A tenant set up for one subject, which the subject's scenarios of a country share on this worker."""
        if label not in self._private:
            seller = self.seller(code, label)
            set_up(seller)
            self._private[label] = seller
        return self._private[label]

    def entity_key(self, seller: Seller) -> Secret:
        """Issue a short-lived entity key; the recorder learns to mask it."""
        return self.new_entity_key(seller).key

    def new_entity_key(self, seller: Seller) -> ApiKey:
        """The key with what the target says of it."""
        created = self.client.api_keys.create(seller.tenant.entity_id, name="harness", ttl=600).value
        self.recorder.learn_secret(created.key.reveal())
        return created

    def check_transaction(self, seller: Seller, buyer: Buyer) -> TransactionType:
        """Ask the target what a sale would be, before it happens."""
        country = self.context.countries.territory(buyer.party.country)
        return self.client.transaction_type.check(
            {
                "issuer": {"country": seller.country.name, "country_code": seller.country.code, "is_tax_subject": True},
                "customer": {
                    "country": country.name,
                    "country_code": buyer.party.country,
                    "tax_number": buyer.party.vat_id,
                    "is_end_consumer": not buyer.party.is_business,
                },
            },
            entity_id=seller.tenant.entity_id,
        ).value

    def answered(self, seller: Seller, case: Case) -> tuple[InvoiceFacts, Expectation]:
        """Issue a case without its page: what the answer states, and what the law asks. One request."""
        created = self.client.invoices.create(seller.tenant.entity_id, self.issuer.request(seller.tenant, case))
        return read_answer(created.json, labels(), kind=case.kind), self.issuer.law(case)

    def next_number(self, seller: Seller) -> str:
        """The target's preview of the next invoice number."""
        return self.client.documents.next_number(seller.tenant.entity_id).value.number or ""

    def set_numbering(self, seller: Seller, formats: NumberFormats, starts: SequenceStarts) -> None:
        """Give a tenant its own number formats and first numbers."""
        settings = EntitySettings(number_formats=formats, number_sequence_starts=starts)
        self.client.entities.patch_settings(seller.tenant.entity_id, settings)

    def rendered(self, issued: Issued, *, template: str) -> Issued:
        """The same document with its page printed in another template."""
        page = self.client.documents.pdf(issued.tenant.entity_id, issued.answer.value.id, template=template)
        return replace(issued, pdf=page, exchanges=(*issued.exchanges[:2], page.exchange.id))

    def issue_twice(self, seller: Seller, case: Case) -> tuple[str, str]:
        """Send one request twice under the same request id; both document ids."""
        request_id = self.client.caller.next_id()
        repeated = DocumentGroup(replace(self.client.caller, next_id=lambda: request_id), "invoices")
        body = self.issuer.request(seller.tenant, case)
        first, second = (repeated.create(seller.tenant.entity_id, body).value.id for _ in range(2))
        return first, second

    def issue_at_once(self, seller: Seller, case: Case, count: int) -> Series:
        """Issue a case ``count`` times at the same time; the numbers as a series from 1."""
        body = self.issuer.request(seller.tenant, case)
        with ThreadPoolExecutor(count) as pool:
            jobs = [pool.submit(self.client.invoices.create, seller.tenant.entity_id, body) for _ in range(count)]
        numbers = sorted(job.result().value.number for job in jobs)
        return Series("{yyyy}-{nnnnn}", 1, tuple(Numbered(number, case.issue_date) for number in numbers))

    def close(self) -> None:
        """Leave the target tidy: on a remote one, disable the tenants of this worker; then close everything."""
        if self.context.target.is_remote:
            for tenant in self._tenants:
                self._disable(tenant)
        self.client.close()
        self.recorder.close()

    def _disable(self, tenant: Tenant) -> None:
        self.recorder.begin("")
        try:
            self.client.entities.disable(tenant.entity_id)
            state = "disabled (the API deletes no entities)"
        except CallFailed as error:
            state = f"still enabled: {error}"
        self.recorder.left_behind(f"entity {tenant.entity_id} ({tenant.platform_id}): {state}")
