"""The words of a case file: what its short texts and its names of answers, documents and schemes mean.

The format has few fields, so much of what decides a case stands in words. The tables below are the whole vocabulary;
what they do not know stays general. A sentence that denies something ("no domestic reverse charge", "not admission")
says the contrary of its words, so denials are taken out before the rest is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.law.errors import OracleError
from harness.law.third_countries import leading_country
from harness.model.case import Arrangement, ServicePlace, Supply, ViesState
from harness.model.facts import DocumentKind

_DENIED = re.compile(
    r"\b(?:no|not|non|without|other than|instead of|excluding)\b[- ](?:the |an? |as |for |to )*"
    r"(?:(?:domestic|admission|split|self|cash|short|long|immovable|new|triangular|reverse)\b[- ]?)"
    r"(?:rc\b|reverse[- ]charge|charge|payment|bill\w*|accounting|term|property|means of transport|to events?)?",
    re.IGNORECASE,
)

_PLACES = (
    (r"(intermediar\w*|commission|brokerage)\b.{0,40}\b(hotel|accommodation|lodging)"
     r"|(hotel|accommodation|lodging)\b.{0,25}(intermediar|commission|booking (fee|portal|platform|agent))",
     ServicePlace.INTERMEDIARY),
    (r"with (a )?driver|chauffeur", ServicePlace.PASSENGER_TRANSPORT),
    (r"short[- ]term.{0,30}(hire|rental|lease)|(yacht|boat) charter|rental (car|van|boat)"
     r"|(car|vehicle|van|boat|bike|bicycle|yacht|scooter|motorhome) (hire|rental)"
     r"|handed over|put at (the )?disposal", ServicePlace.SHORT_TERM_HIRE),
    (r"long[- ]term.{0,30}(hire|lease|leasing|rental)|(car|vehicle|van|fleet) leas", ServicePlace.LONG_TERM_HIRE),
    (r"webinar|(virtual|online|remote|live[- ]?stream\w*|streamed) "
     r"(event|admission|access|attendance|seminar|conference|course|concert|training|workshop|class)"
     r"|live[- ]?streamed|attended (online|remotely|virtually)", ServicePlace.VIRTUAL_EVENT),
    (r"organis\w+ |(exhibition|fair) stand|stand (at|construction|building|hire)", ServicePlace.EVENT_ACTIVITY),
    (r"admission|entrance|ticket to|(concert|theatre|museum|match|event|fair|conference|festival|opera|cinema) ticket"
     r"|tickets? (for|in|at) (an? |the )?(concert|theatre|museum|match|event|fair|conference|festival)|"
     r"(conference|congress|seminar|training|workshop|event|registration) fee|trade fair|seminar|congress"
     r"|entry to|\bevent in\b|(zoo|museum|park|castle) entry|\bski (lift|pass)|(theme|amusement) park",
     ServicePlace.EVENT_ADMISSION),
    (r"passenger|taxi|ride[- ]?hailing|\b(bus|coach|train|rail|ferry|boat|air|flight|plane) "
     r"(trip|tickets?|transport|tour)|\bflight|\bcruise|transport of (persons|people|passengers)",
     ServicePlace.PASSENGER_TRANSPORT),
    (r"restaurant|catering|\bmeal|dinner|lunch|banquet", ServicePlace.RESTAURANT),
    (r"hotel|accommodation|lodging|overnight stay|holiday (flat|home|house|let|apartment)|immovable|real[- ]estate"
     r"|(?<!intellectual )(?<!industrial )property|estate agent|(?<!software )architect|land survey"
     r"|survey(or|ing)|building (site|work)|construction|renovation|camping|campsite|parking (space|lot)"
     r"|(office|room|flat|warehouse|land) (rent|letting|lease)"
     r"|(rent|letting|lease) of (an? )?(office|room|flat|warehouse|land|premises|building)|plumb|roof|painting of (a )?"
     r"(house|building)|cleaning of (a |the )?(building|office)|building cleaning|garden|electrical installation"
     r"|\b(apartment|villa|chalet|hostel|guest ?house|bed and breakfast|mooring|hunting|interior design)\b"
     r"|window cleaning"
     r"|\b(in|at|of|on|for) (a|the) (house|building|bridge)\b",
     ServicePlace.IMMOVABLE_PROPERTY),
    (r"concert|exhibition|cultural|\bsport|artist|artistic|performance|entertain|teaching|tuition|training|course"
     r"|lecture|scientific|guided (tour|visit)|\byoga", ServicePlace.EVENT_ACTIVITY),
    (r"repair|valuation|apprais|work on (movable |tangible )?(goods|property)|work on movable"
     r"|maintenance of (a )?(machine|car)|car wash|loading|unloading|ancillary transport", ServicePlace.WORK_ON_GOODS),
    (r"(transport|carriage|haulage|removal)\b.{0,20}(of )?goods|goods transport|freight|parcel|courier"
     r"|(car|vehicle) transport|furniture removal|moving (service|company)|household removal",
     ServicePlace.GOODS_TRANSPORT),
    (r"intermediar|broker|commission agent|agency commission", ServicePlace.INTERMEDIARY),
    (r"hairdress|haircut|barber|beauty|massage|\bgym|dentist|doctor|medical (treatment|care|exam)"
     r"|exempt medical|physiotherap|nursing|veterinar|funeral|wedding|tattoo|dry[- ]clean|cosmetic"
     r"|not in (the )?(art\.? ?59|catalogue)|non-catalogue", ServicePlace.GENERAL),
)  # fmt: skip
"""Words that tell the rule on the place of a service; the first that fits decides."""

_ARRANGEMENTS = (
    (r"domestic rc\b|reverse[- ]charge|subcontract"
     r"|scrap|waste|mobile phones|integrated circuits|building cleaning|emission (allowance|certificate|right|unit)"
     r"|investment gold|autoliquida|inversi[oó]n del sujeto|inversione contabile|verlegd|verleggingsregeling|13b\b"
     r"|fordított adó|bauleistung|gebäudereinig|přenesen|prenesen|taxare inversă|omvänd|omvendt|käännet|prijenos porez"
     r"|obrnjen\w* dav|odwrotne obciążenie|обратно начисляване|αντίστροφη|\bcis\b",
     Arrangement.DOMESTIC_REVERSE_CHARGE),
    (r"triang|dreiecksgesch|\babc[- ](deal|transaction)|chain transaction.{0,30}141|art\.? ?141",
     Arrangement.TRIANGULATION),
    (r"\bnew (car|vehicle|motor ?home|bus|truck|lorry|van|boat|ship|aircraft|plane|motorcycle|motorbike|yacht"
     r"|means of transport)",
     Arrangement.NEW_MEANS_OF_TRANSPORT),
    (r"\binstalled\b|\binstallation (in|at|on|by)\b|with installation|\bassembl(ed|y) (in|at|on|by)\b"
     r"|assembled and|art\.? ?36\b", Arrangement.INSTALLED_GOODS),
    (r"natural gas|gas (through|via)|electricity|district heat", Arrangement.NETWORK_ENERGY),
    (r"split[- ]payment|scissione|podzielonej", Arrangement.SPLIT_PAYMENT),
    (r"self[- ]?bill|(issued|drawn up|made out) by the (customer|buyer|recipient)|autofactur|autofattur"
     r"|gutschriftsverfahren|gutschrift durch|auto-?factura|samofakt|samoizda",
     Arrangement.SELF_BILLING),
    (r"cash[- ](accounting|basis)|iva per cassa|criterio de caja|metoda kasowa|ist-?versteuerung|pla[cč]an\w+ realizac"
     r"|napla[cć]en\w+ naknad|iva de caixa|la [iî]ncasare", Arrangement.CASH_ACCOUNTING),
    (r"cross[- ]border (sme|small)|(sme|small)[- ](business |enterprise )?(scheme )?cross[- ]border|284\(2\)|eu[- ]sme"
     r"|sme[- ]eu", Arrangement.CROSS_BORDER_SMALL_BUSINESS),
)  # fmt: skip

_OWED_BY_SELLER = re.compile(
    r"\b(no|not|never|without)\b[^,;|]{0,15}\b(rc\b|reverse[- ]charge)"
    r"|(rc|reverse[- ]charge) (((does|do|is|was) )?not|denied|refused|wrong\w*|would be wrong)\b"
    r"|\b(wants|asks for|claims|requests|demands|expects) (the )?(rc\b|reverse[- ]charge)",
    re.IGNORECASE,
)
"""Words by which the customer does not owe the VAT after all."""

_BELOW = re.compile(
    r"\b(below|under|less than)\b.{0,25}(threshold|limit|\d)|(threshold|limit) not (reached|exceeded|met)",
    re.IGNORECASE,
)
"""Words by which the amount is below that of the rule."""

_VIES = (
    (r"valid.*mismatch|name_?mismatch", ViesState.NAME_MISMATCH),
    (r"valid.*undisclosed|undisclosed", ViesState.UNDISCLOSED),
    (r"valid.*(slow|late|delay)|slow", ViesState.SLOW),
    (r"valid\w*|true|confirmed|active|ok", ViesState.VALID),
    (r"timeout|timed_out", ViesState.TIMEOUT),
    (r".*max_concurrent\w*|throttled|rate_limited|busy|server_busy", ViesState.THROTTLED),
    (r"(|none|null|n/?a)|not_(checked|applicable|called|asked|queried|required)|skipped"
     r"|.*(malformed|format|input|checksum|syntax).*|rejected_locally", None),
    (r"invalid\w*|false|denied|inactive|deregistered|not_(found|registered|valid)|unregistered", ViesState.INVALID),
)  # fmt: skip
"""Names of answers, the whole name at a time; any other word stands for some outage."""

_NOT_OSS = re.compile(r"(|no|none|null|false|0|n/?a)|(below|under|not|non_?registered|origin|domestic|no_|without).*")
_ABROAD_ANYWAY = re.compile(r"non_?union.*|import.*|ioss.*")

_DOCUMENTS = (
    (r"credit[_ -]?note|credit|corrective_credit|refund", DocumentKind.CREDIT_NOTE),
    (r"|invoice|debit[_ -]?note|(advance|prepayment|deposit|final|simplified|self[_-]?billed|tax)[_ -]?(invoice)?",
     DocumentKind.INVOICE),
)  # fmt: skip

_SUPPLIES = (
    (r"goods?|products?", Supply.GOODS),
    (r"services?", Supply.SERVICES),
    (
        r"digital.*|electronic.*|tbe|telecom.*|broadcast.*|e[-_]?services?|saas|e[-_]?books?|software|download",
        Supply.DIGITAL,
    ),
)

_CONSUMER = re.compile(r"b2c|c2c|consumer|private.*|individual|end_consumer|non_taxable.*")

_SMALL = re.compile(r"small|sme\b|sme_|kleinunternehm|franchise|forfett|exempt_?(small)?|mali|flat_rate_exempt", re.I)
_PRIVATE = re.compile(r"not_a_taxable_person|non_?taxable(_person)?|private(_person|_individual)?|consumer", re.I)


def supply_of(name: str) -> Supply:
    """What is supplied. Raises ``OracleError`` for a word that names none of the three."""
    for pattern, supply in _SUPPLIES:
        if re.fullmatch(pattern, name.casefold()):
            return supply
    raise OracleError(f"supply {name!r} is unknown: write {', '.join(Supply)}")


def is_consumer(buyer_type: str) -> bool:
    """Whether the buyer is a private person; every other word stands for a business or a public body."""
    return bool(_CONSUMER.fullmatch(buyer_type.casefold()))


def service_place(words: str) -> ServicePlace:
    """The rule that the words tell; a service that they do not describe stands for consulting, which Art. 59 lists."""
    said = _DENIED.sub(" ", words)
    found = (place for pattern, place in _PLACES if re.search(pattern, said, re.IGNORECASE))
    return next(found, ServicePlace.CATALOGUE_59)


def performed_in(words: str) -> str | None:
    """The country that the words name with "in", "at", "from" or "within"; the hint comes before the title."""
    for found in re.finditer(r"\b(?:in|at|from|within) (?:[A-Z][a-zà-ÿ]\S*, )?([A-Z]\w.*)", words):
        if code := leading_country(found[1]):
            return code
    return None


def arrangements(words: str) -> Iterator[Arrangement]:
    """What else is special about the supply."""
    said = _DENIED.sub(" ", words)
    for pattern, arrangement in _ARRANGEMENTS:
        if re.search(pattern, said, re.IGNORECASE) and not _refuted(arrangement, words):
            yield arrangement


def _refuted(arrangement: Arrangement, words: str) -> bool:
    """Whether other words take back what the name of the arrangement says."""
    if arrangement is Arrangement.DOMESTIC_REVERSE_CHARGE and _OWED_BY_SELLER.search(words):
        return True
    depends_on_amount = arrangement in (Arrangement.DOMESTIC_REVERSE_CHARGE, Arrangement.SPLIT_PAYMENT)
    return depends_on_amount and bool(_BELOW.search(words))


def vies_state(status: str, error: str) -> ViesState | None:
    """What VIES answered; ``None`` where it was not asked. An outage keeps its reason apart, as ``error`` names it."""
    name = status.casefold()
    for pattern, state in _VIES:
        if re.fullmatch(pattern, name):
            return state
    return vies_state(error, "") if error and _is_outage(error) else ViesState.UNREACHABLE


def _is_outage(error: str) -> bool:
    return any(
        state in (ViesState.TIMEOUT, ViesState.THROTTLED) and re.fullmatch(pattern, error.casefold())
        for pattern, state in _VIES
    )


def taxed_at_destination(oss: str) -> bool:
    """Whether the seller taxes consumers in their own states: by a one-stop shop or by registration there."""
    name = oss.casefold()
    return bool(_ABROAD_ANYWAY.fullmatch(name)) or not _NOT_OSS.fullmatch(name)


def document_kind(name: str) -> DocumentKind:
    """The kind of document. Raises ``OracleError`` for one that is neither an invoice nor corrects one."""
    for pattern, kind in _DOCUMENTS:
        if re.fullmatch(pattern, name.casefold()):
            return kind
    raise OracleError(f"document {name!r} is no invoice: write invoice or credit_note")


def is_small_business(scheme: str) -> bool:
    """Whether the seller's scheme is that of a small enterprise."""
    return bool(_SMALL.match(scheme))


def is_private(scheme: str) -> bool:
    """Whether the seller is no taxable person at all."""
    return bool(_PRIVATE.fullmatch(scheme))
