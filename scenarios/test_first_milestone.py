"""The first sandbox milestone of a SaaS platform: entity, branding, one invoice, its PDF, and an access decision."""

from harness.checks.platform import (
    answers_follow_the_contract,
    entity_is_what_was_asked,
    entity_key_opens_one_entity,
    metadata_comes_back,
    preloaded_taxes_equal_the_law,
    user_has_the_role,
)
from harness.run.matrix import all_countries, for_sellers, smoke
from harness.run.scenario import line, status_of
from harness.run.tenants.onboarding import current_rates, lawful_rates


@smoke
@for_sellers(all_countries)
def test_new_tenant_is_set_up_for_its_country(seller, desk, verify):
    """Is a new entity set up for its country, with the taxes that are in force there?"""
    tenant, country = seller.tenant, seller.country
    asked = {
        "name": tenant.party.name,
        "country_code": country.code,
        "currency_code": country.identity.currency.code,
        "environment": "sandbox",
        "tax_number": tenant.party.vat_id,
    }
    answered = tenant.created.value.model_dump()
    verify.that(entity_is_what_was_asked(asked, answered), about="the created entity")
    sent = {"tenant_id": tenant.platform_id}
    verify.that(metadata_comes_back(sent, tenant.settings.value.metadata or {}), about="the entity's metadata")
    taxes = current_rates(tenant.preloaded, desk.context.as_of)
    lawful = lawful_rates(country, desk.context.as_of)
    verify.that(preloaded_taxes_equal_the_law(lawful, taxes), about="the taxes that the target preloaded")


@smoke
@for_sellers(all_countries)
def test_first_invoice_of_a_new_tenant(issue, seller, verify):
    """Is the first invoice of a new tenant numbered, taxed and worded as the law asks, and branded as its own?"""
    invoice = issue(seller, to=seller.home.business(), lines=[line(99)])
    verify(invoice).as_the_law_asks().carries_the_brand()
    verify.that(answers_follow_the_contract(seller.tenant.drift), about="answers while the tenant was set up")


@smoke
@for_sellers(all_countries)
def test_access_is_limited_to_the_tenant(desk, seller, neighbour, verify):
    """Does an entity key open its own entity only, and does an added user get the role that was asked for?"""
    key = desk.entity_key(seller)
    with_key = desk.client.with_key(key)
    own = status_of(lambda: with_key.entities.get(seller.tenant.entity_id))
    foreign = status_of(lambda: with_key.invoices.list(neighbour.tenant.entity_id))
    verify.that(entity_key_opens_one_entity(own, foreign), about="an entity key")
    user = desk.client.entity_users.add(seller.tenant.entity_id, "reviewer@platform.test", "viewer")
    verify.that(user_has_the_role("viewer", user.value.role), about="a user who was added to the entity")
