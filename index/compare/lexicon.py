"""Word lists that the readers of figures share: number words, bounds, units, casualties."""

from __future__ import annotations


def listed(text: str) -> tuple[str, ...]:
    """The words of a list written as running text."""
    return tuple(text.split())


ONES = {
    word: value
    for value, word in enumerate(
        listed("""
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen
""")
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(listed("twenty thirty forty fifty sixty seventy eighty ninety"), start=2)
}
MAGNITUDES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "lakh": 1e5,
    "crore": 1e7,
    "dozen": 12.0,
}
SUFFIXES = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "tn": 1e12}
"""Magnitudes glued to digits, as in `$2bn`."""

VAGUE = {
    "tens": (20.0, 199.0),
    "dozens": (20.0, 199.0),
    "scores": (40.0, 399.0),
    "hundreds": (200.0, 1999.0),
    "thousands": (2e3, 2e4),
    "millions": (2e6, 2e7),
    "billions": (2e9, 2e10),
}
"""Plural magnitudes, and the values a writer may have in mind (lowest, highest)."""

ABOUT, OVER, UNDER, LEAST, MOST = "about", "over", "under", "at least", "up to"

BOUNDS: dict[tuple[str, ...], str] = {
    **dict.fromkeys(
        [
            ("about",),
            ("around",),
            ("approximately",),
            ("roughly",),
            ("some",),
            ("estimated",),
            ("circa",),
            ("close", "to"),
            ("in", "the", "region", "of"),
        ],
        ABOUT,
    ),
    **dict.fromkeys(
        [
            ("over",),
            ("more", "than"),
            ("greater", "than"),
            ("exceeding",),
            ("upwards", "of"),
            ("upward", "of"),
            ("in", "excess", "of"),
            ("above",),
            ("topped",),
            ("exceeded",),
        ],
        OVER,
    ),
    **dict.fromkeys(
        [
            ("nearly",),
            ("almost",),
            ("less", "than"),
            ("fewer", "than"),
            ("under",),
            ("below",),
            ("just", "shy", "of"),
        ],
        UNDER,
    ),
    **dict.fromkeys(
        [("at", "least"), ("no", "fewer", "than"), ("no", "less", "than"), ("minimum", "of")], LEAST
    ),
    **dict.fromkeys(
        [("up", "to"), ("as", "many", "as"), ("as", "much", "as"), ("at", "most"), ("no", "more", "than")],
        MOST,
    ),
}

UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(["second", "seconds"], ("duration", 1.0)),
    **dict.fromkeys(["minute", "minutes", "min", "mins"], ("duration", 60.0)),
    **dict.fromkeys(["hour", "hours"], ("duration", 3600.0)),
    **dict.fromkeys(["day", "days"], ("duration", 86400.0)),
    **dict.fromkeys(["week", "weeks"], ("duration", 604800.0)),
    **dict.fromkeys(["month", "months"], ("duration", 2629800.0)),
    **dict.fromkeys(["year", "years"], ("duration", 31557600.0)),
    **dict.fromkeys(["decade", "decades"], ("duration", 315576000.0)),
    **dict.fromkeys(["mile", "miles"], ("length", 1609.344)),
    **dict.fromkeys(["km", "kilometer", "kilometers", "kilometre", "kilometres"], ("length", 1000.0)),
    **dict.fromkeys(["meter", "meters", "metre", "metres"], ("length", 1.0)),
    **dict.fromkeys(["foot", "feet", "ft"], ("length", 0.3048)),
    **dict.fromkeys(["inch", "inches"], ("length", 0.0254)),
    **dict.fromkeys(["yard", "yards"], ("length", 0.9144)),
    **dict.fromkeys(["ton", "tons", "tonne", "tonnes"], ("mass", 1000.0)),
    **dict.fromkeys(["kg", "kilogram", "kilograms", "kilo", "kilos"], ("mass", 1.0)),
    **dict.fromkeys(["lb", "lbs"], ("mass", 0.4536)),
    **dict.fromkeys(["mph"], ("speed", 1.609344)),
    **dict.fromkeys(["kph", "kmh"], ("speed", 1.0)),
    **dict.fromkeys(["acre", "acres"], ("area", 4046.86)),
    **dict.fromkeys(["hectare", "hectares"], ("area", 10000.0)),
}
"""Unit word: its class, and its size in the smallest common measure of the class."""

CURRENCIES = {
    "$": "usd",
    "£": "gbp",
    "€": "eur",
    "¥": "yen",
    "₹": "inr",
    "dollar": "usd",
    "dollars": "usd",
    "euro": "eur",
    "euros": "eur",
    "yen": "yen",
    "rupee": "inr",
    "rupees": "inr",
    "rouble": "rub",
    "roubles": "rub",
    "ruble": "rub",
    "rubles": "rub",
    "yuan": "cny",
}

PEOPLE = frozenset(
    listed("""
    people persons person individuals residents civilians men women children boys girls victims
    soldiers troops servicemen fighters militants officers policemen passengers students pupils
    workers employees migrants refugees protesters demonstrators patients americans inmates
    prisoners survivors bodies crew adults teenagers staff staffers firefighters hostages suspects
    attackers gunmen rebels
""")
)

FATE: dict[str, str] = {
    **dict.fromkeys(
        listed("""
    killed kill kills killing died die dies dying dead death deaths fatalities fatality slain
    perished lives toll murdered deadliest
"""),
        "dead",
    ),
    **dict.fromkeys(
        listed("""
    injured injuring injure injures injuries wounded wounding wounds hurt hospitalized hospitalised
"""),
        "hurt",
    ),
    **dict.fromkeys(listed("missing unaccounted"), "missing"),
    **dict.fromkeys(
        listed("""
    arrested arresting arrests arrest detained detaining jailed detentions custody apprehended
"""),
        "arrested",
    ),
    **dict.fromkeys(listed("evacuated evacuating evacuees displaced fled"), "evacuated"),
    **dict.fromkeys(listed("infected infections sickened"), "infected"),
    **dict.fromkeys(listed("charged indicted charging"), "charged"),
    **dict.fromkeys(listed("rescued rescuing saved"), "rescued"),
}
"""What happened to people who are counted."""

FATE_HEADS = frozenset(
    listed("""
    dead killed deaths fatalities injured wounded injuries casualties missing arrests detained
    evacuated hospitalized hospitalised arrested infections lives hurt
""")
)
"""Words that themselves name people by their fate: `21 dead`."""

PLURALS = frozenset(
    listed("""
    people men women children police troops feet dead wounded crew staff data media lives votes
""")
)

LABELS = frozenset(
    listed("""
    no article section chapter title amendment proposition question highway route interstate boeing
    airbus apollo phase stage tier level category group channel district room gate flight page act
    number bowl formula top version windows iphone galaxy area unit line volume part episode season
    round grade class type lot clause item section paragraph measure senate election
""")
)
"""Words whose number is a name and counts nothing: `Section 230`."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            listed("january jan"),
            listed("february feb"),
            listed("march mar"),
            listed("april apr"),
            listed("may"),
            listed("june jun"),
            listed("july jul"),
            listed("august aug"),
            listed("september sep sept"),
            listed("october oct"),
            listed("november nov"),
            listed("december dec"),
        ),
        start=1,
    )
    for name in names
}

WEEKDAYS = {
    name: number
    for number, name in enumerate(listed("monday tuesday wednesday thursday friday saturday sunday"))
}

STOPS = frozenset(
    listed("""
    a an the this that these those of in on at by for from to with without into onto over under
    after before during between among against through across near and or but nor so as if than then
    when while who whom whose which what where why how is are was were be been being am has have had
    do does did will would can could may might must shall should not no it its he his him she her
    hers they their them we our us you your i my me said say says also just only even still already
    ago per each there here out up down off about because since until though although however
    including plus via amid
""")
)

PAST = frozenset(
    listed("""
    shot died met held hit began broke took went left came fell rose struck won lost sent fought
    found sank burst blew flew drove ran fled cut set put hurt swept sued quit resigned spoke gave
    got built caught stole threw kidnapped grew hung led paid sold bought shut split stuck wed woke
    wore
""")
)
"""Irregular past forms that tell of an event."""

NO_VERBS = frozenset(
    listed("""
    united alleged hundred according including during morning evening being nothing something
    anything everything need needed indeed speed seed building red bed wedding king ring spring
    string thing things following spokesperson upcoming ongoing pending regarding concerning given
    based so-called armed limited advanced sacred hatred scheduled expected planned
""")
)
"""Words that end like verbs and tell of no event."""

TELLING_VERBS = frozenset(
    listed("""
    said says told tells announced reported stated added asked tweeted wrote confirmed claimed
    warned argued noted released published posted updated according speaking saying telling identified
    declared insisted denied acknowledged explained suggested testified ruled
""")
)
"""Verbs of saying: a day beside one dates the saying."""

SPEAKING_VERBS = frozenset(
    listed("""
    spoke spoken defended accused criticized criticised urged vowed promised praised blamed condemned called
    demanded pledged proposed signaled signalled rejected addressed discussed tweeting met
""")
)
"""What people do again on another day: of these a day tells little."""

FURTHER = frozenset(
    listed("""
    other others more additional another further extra remaining fellow first last next new past final
""")
)
"""Words that make a count a part or a rest of something else: `two other men`."""

POPULATED = frozenset(
    listed("""
    town city village island community country nation region state district county province settlement
    population home
""")
)
"""Behind these, with `of` or `to`, stands how many live there: `a town of 15,000 people`."""

NO_DEATH = frozenset(listed("penalty sentence sentences row threat threats certificate squad squads camp"))
"""What `death` before it is of: nobody has died."""

ORDINALS = frozenset(
    listed("""
    first second third fourth fifth sixth seventh eighth ninth tenth 1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th
""")
)
"""Words that tell one quarter, round or half from another."""

SPANS = frozenset(listed("first last next past final"))
"""Those before a number by which it says of how many there are more: `the first 17 passes`."""

REVISING = frozenset(
    listed("""
    earlier previously previous initially initial originally revised rose risen rising climbed increased
    jumped grew updated corrected
""")
)
"""Words of a sentence that tells how a value changed, or was told before."""

SAME_PEOPLE: dict[str, str] = {
    **dict.fromkeys(listed("people persons person individuals victims bodies survivors"), ""),
    **dict.fromkeys(listed("residents civilians adults crew passengers suspects americans patients"), ""),
    **dict.fromkeys(listed("soldiers troops servicemen"), "soldiers"),
    **dict.fromkeys(listed("fighters militants rebels gunmen attackers"), "fighters"),
    **dict.fromkeys(listed("officers policemen"), "officers"),
    **dict.fromkeys(listed("students pupils"), "students"),
    **dict.fromkeys(listed("workers employees staff staffers"), "workers"),
    **dict.fromkeys(listed("migrants refugees"), "refugees"),
    **dict.fromkeys(listed("protesters demonstrators"), "protesters"),
    **dict.fromkeys(listed("inmates prisoners"), "inmates"),
    **dict.fromkeys(listed("children boys girls teenagers"), "children"),
}
"""People under one name; those whom anybody may be called by have none. Others are their own."""

TIMES_OF = {
    **dict.fromkeys(listed("ago earlier before previously prior"), "before"),
    **dict.fromkeys(listed("after later afterward afterwards since"), "after"),
}
"""How a duration lies by the word behind it."""

GATHERING = frozenset(
    listed("""
    march marched marching marchers rally rallied rallies protest protested protests demonstration
    demonstrated gathered gathering crowd attended attendance turnout thronged strike vigil parade
""")
)
"""Words that tell of people who came together."""

TELLERS = {
    **dict.fromkeys(listed("police authorities officials officers ministry prefecture"), "police"),
    **dict.fromkeys(listed("organizers organisers organizer organiser unions union activists"), "organisers"),
}
"""Who says how many people came."""

WAYS = {
    **dict.fromkeys(listed("long length"), "long"),
    **dict.fromkeys(listed("high tall height deep depth"), "high"),
    **dict.fromkeys(listed("wide width across diameter"), "wide"),
    **dict.fromkeys(
        listed("away from off north south east west northeast northwest southeast southwest"), "away"
    ),
}
"""Which way a length is measured, by the word behind it."""

RATES = frozenset(
    listed("""
    per annual annually yearly monthly weekly daily hourly apiece person barrel gallon share head ounce ton
""")
)
"""Words that make a number a rate: so many in a year, for a barrel."""

CUES = {
    **dict.fromkeys(
        listed("poll polls polling polled survey surveyed margin respondents pollster pollsters"), "poll"
    ),
    **dict.fromkeys(
        listed("""
    last previous previously earlier since similar former prior ago past recent history anniversary decade
"""),
        "other",
    ),
    **dict.fromkeys(
        listed("""
    would could should might may if need needs needed must hope hopes hoped can want wants wanted likely
    expected expects expect plan plans planned seeking seek proposed proposal proposing
"""),
        "open",
    ),
    **dict.fromkeys(listed("rose rise rises gained gain climbed increased jumped higher up"), "up"),
    **dict.fromkeys(listed("fell fall falls slipped lost dropped declined decreased lower down"), "down"),
}
"""Words that tell of what a number may be: a poll's, another time's, not yet so, more or less than before."""
