"""Tenants are kept apart, and a repeated request issues nothing twice."""

from harness.api import ListQuery
from harness.checks.platform import (
    found_by_tenant_id,
    key_ends_and_is_hidden,
    metadata_comes_back,
    other_tenants_see_nothing,
    repeated_request_is_replayed,
    settings_are_kept,
    taxes_are_not_shared,
    usage_is_what_was_issued,
)
from harness.run.matrix import all_countries, for_sellers, full, smoke
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
    listed = desk.client.invoices.list(fresh_seller.tenant.entity_id).value
    verify.that(repeated_request_is_replayed(first, second, len(listed.data)), about="a repeated request")
    counted = listed.pagination.total if listed.pagination else None
    verify.that(usage_is_what_was_issued(1, counted), about="the count of invoices of a new tenant")


@smoke
@for_sellers(all_countries)
def test_settings_and_taxes_of_a_tenant(seller, neighbour, verify):
    """Are a tenant's settings kept as they were set, and are its taxes its own?"""
    created, kept = seller.tenant.created.value.settings or {}, seller.tenant.settings.value.settings or {}
    verify.that(settings_are_kept(seller.tenant.asked, kept, created), about="the entity's settings")
    taxes = [set(one.tenant.taxes.values()) for one in (seller, neighbour)]
    verify.that(taxes_are_not_shared(*taxes), about="the taxes of two tenants of the country")


@full
@for_sellers(all_countries)
def test_documents_by_tenant_id(issue, fresh_seller, desk, verify):
    """Does a search by the platform's tenant id find exactly the tenant's invoices?"""
    buyer, tenant = fresh_seller.home.business(), fresh_seller.tenant
    issued = [issue(fresh_seller, to=buyer, lines=[line(price)]).answer.value.id for price in (21, 22)]
    by_tenant = ListQuery(query={"metadata.tenant_id": {"equals": tenant.platform_id}})
    found = [document.id for document in desk.client.invoices.list(tenant.entity_id, by_tenant).value.data]
    verify.that(found_by_tenant_id(issued, found), about="a search by the platform's tenant id")


@full
@for_sellers(all_countries)
def test_keys_of_a_tenant(desk, seller, verify):
    """Does an entity key end when it was asked to, and does the list of keys keep it secret?"""
    key = desk.new_entity_key(seller)
    listed = desk.client.api_keys.list(seller.tenant.entity_id).value.data
    judged = key_ends_and_is_hidden(key.key.reveal(), key.expires_at, [one.key.reveal() for one in listed])
    verify.that(judged, about="an entity key and the list of keys")
