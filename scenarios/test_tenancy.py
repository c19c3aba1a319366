"""Tenants are kept apart, and a repeated request issues nothing twice."""

from harness.checks.platform import metadata_comes_back, other_tenants_see_nothing, repeated_request_is_replayed
from harness.run.matrix import all_countries, for_sellers
from harness.run.scenario import line, status_of


@for_sellers(all_countries)
def test_other_tenants_see_nothing(issue, seller, neighbour, desk, verify):
    """Is a tenant's invoice not found under another tenant: answer, PDF and HTML?"""
    invoice = issue(seller, to=seller.home.business(), lines=[line(99)])
    stranger, document = neighbour.tenant.entity_id, invoice.answer.value.id
    attempts = {
        "reading the invoice under another tenant": status_of(lambda: desk.client.invoices.get(stranger, document)),
        "its PDF under another tenant": status_of(lambda: desk.client.documents.pdf(stranger, document)),
        "its HTML under another tenant": status_of(lambda: desk.client.documents.html(stranger, document)),
        "voiding it under another tenant": status_of(lambda: desk.client.invoices.void(stranger, document)),
    }
    verify.that(other_tenants_see_nothing(attempts), about=invoice.subject, of=[invoice])


@for_sellers(all_countries)
def test_metadata_of_a_document(issue, seller, verify):
    """Does the platform's tenant id come back on the invoice?"""
    invoice = issue(seller, to=seller.home.business(), lines=[line(99)])
    sent = {"tenant_id": seller.tenant.platform_id}
    verify.that(metadata_comes_back(sent, invoice.answer.value.metadata or {}), about=invoice.subject, of=[invoice])


@for_sellers(all_countries)
def test_repeated_request(issue, fresh_seller, desk, verify):
    """Does the same request, sent again with the same request id, issue nothing twice?"""
    case = issue.case(fresh_seller, to=fresh_seller.home.business(), lines=[line(18)])
    first, second = desk.issue_twice(fresh_seller, case)
    listed = desk.client.invoices.list(fresh_seller.tenant.entity_id).value.data
    verify.that(repeated_request_is_replayed(first, second, len(listed)), about="a repeated request")
