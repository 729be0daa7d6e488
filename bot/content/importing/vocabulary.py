"""The words by which parts of a comparison page are known: headings, columns, badges, bylines."""

import re
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal[
    "choose", "pros", "cons", "statistics", "recommendation", "related", "call", "neutral", "option", "other"
]

WINNER = re.compile(
    r"(?:the )?(?:winner|verdict|best|edge|advantage|who wins|better|our pick|result)\??", re.IGNORECASE
)
TOTAL = re.compile(
    r"(?:total|overall|sum|points?|final|score|wins)(?: (?:score|points?|rating|result|total|wins))?", re.IGNORECASE
)
LABEL = re.compile(
    r"(?:factors?|features?|criteri(?:on|a)|aspects?|categor(?:y|ies)|attributes?|dimensions?|areas?|topics?|points?)",
    re.IGNORECASE,
)
OPTION_LABEL = re.compile(
    r"(?:options?|products?|tools?|names?|plans?|frameworks?|librar(?:y|ies)|databases?|providers?|models?|solutions?|"
    r"vendors?|platforms?|languages?|approach(?:es)?|methods?|services?|systems?)",
    re.IGNORECASE,
)
BADGE = re.compile(
    r"^(?P<name>.+?)[\s(\[*★⭐🏆:–—-]*(?P<badge>recommended|(?:our|top|editor['’]?s?) (?:pick|choice)|preferred|winner|"
    r"best (?:overall|value|choice|pick|seller)|most popular|popular choice|featured)[)\]*!★⭐🏆\s]*$",
    re.IGNORECASE,
)
VERSUS = re.compile(r"\s+(?:vs\.?|versus|v\.|compared (?:to|with)|or)\s+", re.IGNORECASE)
STRONG_VERSUS = re.compile(r"\s+(?:vs\.?|versus|v\.|compared (?:to|with))\s+", re.IGNORECASE)
AFTER_NAMES = re.compile(r"\s*(?:[:|?!–—]|\s-\s).*$", re.DOTALL)
LEAD_IN = re.compile(
    r"^(?:(?:a |the )?(?:comparison|comparing|compare|choosing|difference|deciding)(?: of| between)?"
    r"|should (?:you|i|we) \w+)\s+",
    re.IGNORECASE,
)
TRAILING = re.compile(
    r"\s+(?:comparison|compared|review|guide|(?:in )?(?:19|20)\d\d|explained|which|what|for (?:your|beginners)).*$",
    re.IGNORECASE,
)
INLINE_LIST = re.compile(r"^(?P<kind>[A-Za-z ]{3,40}):\s+(?P<rest>\S.*)$")

_WORDS: tuple[tuple[Kind, str], ...] = (
    ("neutral", r"pros (?:and|&|/|vs\.?) cons|advantages (?:and|&|/) (?:disadvantages|drawbacks)"),
    ("cons", r"cons|disadvantages?|drawbacks?|weakness(?:es)?|downsides?|limitations?"),
    ("pros", r"pros|advantages?|benefits?|strengths?|upsides?"),
    ("statistics", r"statistics?|stats|(?:in|by the|key) (?:numbers|figures)|key data"),
    ("related", r"related|see also|further reading|(?:more|other|similar) comparisons?|read next|also like"),
    ("call", r"need (?:help|advice)|contact|book (?:a|now|your)|get started|talk to|free trial|sign up"),
    ("call", r"ready to|schedule|demo|consultation|subscribe"),
    ("recommendation", r"recommend\w*|verdict|conclusions?|bottom line|our (?:pick|take|choice)|final thoughts|winner"),
    ("choose", r"when|choose|choosing|pick|who (?:should|is)|(?:best|ideal|right|good) for|use cases?|go with|opt for"),
    ("neutral", r"overview|introduction|what (?:is|are)|comparison|compared|faq|frequently|contents|at a glance"),
    ("neutral", r"side[ -]by[ -]side|key differences|background|summary|about|features"),
)
HEADINGS = tuple((kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for kind, words in _WORDS)

MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
DATE = re.compile(
    rf"\b(?:updated|published|reviewed|posted|modified|written|checked|as of)\b.{{0,40}}\b(?:19|20)\d\d\b"
    rf"|^\W*(?:\d{{1,2}}\.? )?{MONTH}\.? (?:\d{{1,2}},? )?(?:19|20)\d\d\W*$|^\W*(?:19|20)\d\d-\d\d(?:-\d\d)?\W*$",
    re.IGNORECASE,
)
AUTHOR = re.compile(r"^(?:(?:written|reviewed|edited) by|by|authors?:)\s+[A-Z]", re.IGNORECASE)
LONGEST_BYLINE = 16  # words


def kind_of(heading: str) -> Kind:
    """The kind of part that a heading opens, by its words alone."""
    return next((kind for kind, words in HEADINGS if words.search(heading)), "other")
