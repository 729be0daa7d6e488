"""What the lint says: where, what, what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from bot.content.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing that an editor would mend; ``rule`` is the short name of what was looked at."""

    rule: str
    file: str
    line: int
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}. {self.remedy} [{self.rule}]"


PageRule: TypeAlias = Callable[[Page], Iterator[Remark]]


def on_page(page: Page, line: int, rule: str, problem: str, remedy: str) -> Remark:
    """A remark on a line of the imported page."""
    return Remark(rule=rule, file=page.file, line=line, problem=problem, remedy=remedy)


def shown(text: str, longest: int = 60) -> str:
    """A text of the page inside a remark."""
    text = text.rstrip(".")
    return f"“{text if len(text) <= longest else text[: longest - 1] + '…'}”"
