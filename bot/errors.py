"""Everything that can go wrong and that a caller may want to catch.

FulcrumError
├── ContentError        one or more faults in a knowledge folder, reported together
├── BadTarget           a draft cannot be written where it should go
├── UnknownComparison   no such folder
├── UnknownConversation no such conversation
├── BadRequest          the request cannot be served as it is
│   ├── BadMessage      the visitor's message is empty, too long or not text
│   └── UnknownTurn     the conversation has no turn of that number
├── IndexFault          the search index is missing, damaged or cannot be built
├── StoreFault          the conversation database cannot be used
└── SettingsFault       a setting has a value that cannot work
"""

from dataclasses import dataclass


class FulcrumError(Exception):
    """Base of all errors that Fulcrum raises on purpose."""


class BadTarget(FulcrumError):
    """A draft cannot be written there: no name for a comparison, outside the knowledge folder, taken, read-only."""


class UnknownComparison(FulcrumError):
    """The named comparison does not exist."""


class UnknownConversation(FulcrumError):
    """The named conversation does not exist (or was deleted)."""


class BadRequest(FulcrumError):
    """The request cannot be served as it is; the text says what to change."""


class BadMessage(BadRequest):
    """The visitor's message is empty, too long or not text."""


class UnknownTurn(BadRequest):
    """The conversation has no turn of that number."""


class IndexFault(FulcrumError):
    """The search index is missing, damaged or cannot be built."""


class StoreFault(FulcrumError):
    """The conversation database cannot be used."""


class SettingsFault(FulcrumError):
    """A setting has a value that cannot work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault in content: where it is, what is wrong, what to do."""

    file: str
    line: int
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}. {self.remedy}"


class ContentError(FulcrumError):
    """All faults of a knowledge folder at once."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__(f"{count} in the content:\n" + "\n".join(f"  {fault}" for fault in faults))
