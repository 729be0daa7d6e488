"""All rules, and the lint that applies them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.comparison import Comparison
from bot.content.lint import balance, decision, table, text, wording
from bot.content.lint.remark import PageRule, Remark
from bot.content.lint.subject import Rule, subject_of

PAGE_RULES: tuple[PageRule, ...] = (*table.RULES, *text.RULES)
RULES: tuple[Rule, ...] = (*decision.RULES, *balance.RULES, *wording.RULES)


def lint(comparison: Comparison, folder: Path, today: date) -> tuple[Remark, ...]:
    """All remarks on a valid comparison: on its page by line, then on its files.

    Raises:
        ContentError: its ``page.yaml`` cannot be read.
    """
    subject = subject_of(comparison, folder, today)
    on_page = [remark for rule in PAGE_RULES for remark in rule(subject.page)] if subject.page else []
    on_files = [remark for rule in RULES for remark in rule(subject)]
    return (*_sorted(on_page), *_sorted(on_files))


def _sorted(remarks: Sequence[Remark]) -> list[Remark]:
    return sorted(dict.fromkeys(remarks), key=lambda remark: (remark.file, remark.line, remark.rule))
