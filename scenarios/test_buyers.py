"""Buyers everywhere: a few for each seller at standard depth, every pair of seller and buyer at full depth."""

from harness.model.case import Supply
from harness.run.matrix import all_countries, for_sellers, full
from harness.run.planning import covering_buyers, every_buyer
from harness.run.scenario import line


@for_sellers(all_countries, each=("buyer", covering_buyers))
def test_buyer_elsewhere(issue, seller, buyer, desk, verify):
    """Is a sale to this country taxed and worded as the law asks?"""
    verify(_sold(issue, seller, buyer, desk)).as_the_law_asks()


@full
@for_sellers(all_countries, each=("buyer", every_buyer))
def test_every_buyer_elsewhere(issue, seller, buyer, desk, verify):
    """Is a sale to each other country taxed and worded as the law asks?"""
    verify(_sold(issue, seller, buyer, desk)).as_the_law_asks()


def _sold(issue, seller, buyer, desk):
    code, kind = buyer.split("-")
    place = desk.place(code)
    if kind == "consumer":
        return issue(seller, to=place.consumer(), lines=[line(35, of="Streaming pass")], supply=Supply.DIGITAL)
    return issue(seller, to=place.business(), lines=[line(60, of="Standard parcel")], supply=Supply(kind))
