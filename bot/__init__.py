"""Fulcrum's advisor: knows nothing of screens. What doors may use, in the order in which they need it."""

from bot import errors
from bot.advisor import Advisor
from bot.comparison import Card, Claim, Comparison, Criterion, Level, Option, Passage, Remark, Source
from bot.settings import Settings, read_settings
from bot.turn import (
    Answer,
    Choice,
    Citation,
    Conversation,
    Exchange,
    Fact,
    Flip,
    Question,
    Share,
    Standing,
    State,
    Turn,
)

__all__ = [
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
