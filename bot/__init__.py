"""Fulcrum's advisor: knows nothing of screens. What doors may use, in the order in which they need it.

Names are loaded when they are first used, so that the command line can answer, or prepare the process, before
the search libraries are imported.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot import errors
    from bot.advisor import Advisor
    from bot.comparison import Card, Claim, Comparison, Criterion, Level, Option, Passage, Remark, Source
    from bot.dialogue import Choice, Fact, Question
    from bot.message import CONTROL, VISIBLE
    from bot.settings import Settings, read_settings
    from bot.turn import Answer, Citation, Conversation, Exchange, Flip, Share, Standing, State, Turn

_MODULES = {
    "bot.advisor": ("Advisor",),
    "bot.comparison": ("Card", "Claim", "Comparison", "Criterion", "Level", "Option", "Passage", "Remark", "Source"),
    "bot.dialogue": ("Choice", "Fact", "Question"),
    "bot.message": ("CONTROL", "VISIBLE"),
    "bot.settings": ("Settings", "read_settings"),
    "bot.turn": (
        *("Answer", "Citation", "Conversation", "Exchange", "Flip"),
        *("Share", "Standing", "State", "Turn"),
    ),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'bot' has no public name {name!r}; it has: {', '.join(__all__)}")
    return getattr(import_module(_HOME[name]), name)


__all__ = [
    "CONTROL",
    "VISIBLE",
    "Advisor",
    "Answer",
    "Card",
    "Choice",
    "Citation",
    "Claim",
    "Comparison",
    "Conversation",
    "Criterion",
    "Exchange",
    "Fact",
    "Flip",
    "Level",
    "Option",
    "Passage",
    "Question",
    "Remark",
    "Settings",
    "Share",
    "Source",
    "Standing",
    "State",
    "Turn",
    "errors",
    "read_settings",
]
