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
    from bot.compose.amounts import money, quantity
    from bot.cost.break_even import BreakEven, break_even
    from bot.cost.estimate import Estimate, OptionCost, estimate, usable
    from bot.cost.model import CostInput, CostLine, CostModel, Price
    from bot.dialogue import Choice, Fact, Question
    from bot.message import CONTROL, VISIBLE
    from bot.settings import Settings, read_settings
    from bot.turn import Answer, Citation, Conversation, Exchange, Flip, Share, Standing, State, Turn

_MODULES = {
    "bot.advisor": ("Advisor",),
    "bot.comparison": ("Card", "Claim", "Comparison", "Criterion", "Level", "Option", "Passage", "Remark", "Source"),
    "bot.compose.amounts": ("money", "quantity"),
    "bot.cost.break_even": ("BreakEven", "break_even"),
    "bot.cost.estimate": ("Estimate", "OptionCost", "estimate", "usable"),
    "bot.cost.model": ("CostInput", "CostLine", "CostModel", "Price"),
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
    "BreakEven",
    "Card",
    "Choice",
    "Citation",
    "Claim",
    "Comparison",
    "Conversation",
    "CostInput",
    "CostLine",
    "CostModel",
    "Criterion",
    "Estimate",
    "Exchange",
    "Fact",
    "Flip",
    "Level",
    "Option",
    "OptionCost",
    "Passage",
    "Price",
    "Question",
    "Remark",
    "Settings",
    "Share",
    "Source",
    "Standing",
    "State",
    "Turn",
    "break_even",
    "errors",
    "estimate",
    "money",
    "quantity",
    "read_settings",
    "usable",
]
