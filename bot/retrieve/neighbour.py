"""The other comparisons, with the search in them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.comparison import Comparison
from bot.retrieve.cards import Retriever


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Another comparison and the search in it."""

    comparison: Comparison
    retriever: Retriever


Neighbours: TypeAlias = Callable[[], Sequence[Neighbour]]
