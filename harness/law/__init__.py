"""The law side: what a case must look like, from dated and sourced country folders alone.

It never looks at an answer of the target. ``load_countries`` and ``load_catalogue`` read the data, ``expect`` derives.
"""

from harness.law.catalogue import Catalogue, Requirement, load_catalogue
from harness.law.country import Countries, Country
from harness.law.errors import LawDataError, LawError, OracleError, Problem
from harness.law.loader import load_countries
from harness.law.oracle import expect

__all__ = [
    "Catalogue",
    "Countries",
    "Country",
    "LawDataError",
    "LawError",
    "OracleError",
    "Problem",
    "Requirement",
    "expect",
    "load_catalogue",
    "load_countries",
]
