"""What a case is: a dialogue with what each reply must hold, or a simulated visitor with a hidden need."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What a reply must and must not contain (regular expressions), and what must be true after it.

    Of each group in ``must`` one pattern has to match. ``asks`` is the criterion that is asked about, or whether
    anything is asked at all; ``facts`` are answer levels known by then.
    """

    must: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    forbidden_verdicts: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    acts: tuple[str, ...] = ()
    asks: str | bool | None = None
    most_words: int = 220
    must_be_shorter: bool = False
    may_give_up: bool = False
    may_repeat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """Messages of one conversation, each with what its reply must hold."""

    id: str
    kind: str
    turns: tuple[tuple[str, Expectation], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A simulated visitor with a hidden need.

    ``replies`` says what it answers about a criterion. After turn ``revision_after`` it says ``revision``, and
    from then on ``revised_replies`` override. ``acceptable`` are the verdicts that are right in the end.
    """

    id: str
    opener: str
    replies: Mapping[str, str]
    acceptable: tuple[str, ...]
    revision: str | None = None
    revision_after: int = 0
    revised_replies: Mapping[str, str] = field(default_factory=dict)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern as evaluation files mean it: any case, a dot for line ends too."""
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)
