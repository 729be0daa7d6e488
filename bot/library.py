"""The comparisons of a process: each is opened when it is first needed, and knows the others as its neighbours."""

import threading
from collections.abc import Sequence

from bot.compose.grounded import GroundedComposer
from bot.converse import Adviser
from bot.errors import UnknownComparison
from bot.index import Index, Shelf
from bot.retrieve.cards import CardRetriever
from bot.retrieve.neighbour import Neighbour
from bot.understand.read import Reader


class Library:
    """Safe for threads; a comparison is opened once."""

    def __init__(self, index: Index, opened: Sequence[Shelf] = ()) -> None:
        self.names = index.names
        self._index = index
        self._opening = threading.RLock()
        self._advisers: dict[str, Adviser] = {}
        for shelf in opened:
            self._advisers[shelf.comparison.id] = self._adviser(shelf)

    def adviser(self, name: str) -> Adviser:
        """The adviser on a comparison.

        Raises:
            UnknownComparison: there is no such comparison.
            IndexFault: its part of the index is damaged.
        """
        if name not in self.names:
            raise UnknownComparison(f"no comparison {name!r}; there is: {', '.join(self.names)}")
        with self._opening:
            if name not in self._advisers:
                self._advisers[name] = self._adviser(self._index.open(name))
            return self._advisers[name]

    def neighbours(self, name: str) -> tuple[Neighbour, ...]:
        """The other finished comparisons, those first that this one names as related."""
        related = [each.id for each in self.adviser(name).comparison.related]
        others = sorted((each for each in self.names if each != name), key=lambda other: other not in related)
        found = [adviser for other in others if not (adviser := self.adviser(other)).comparison.is_draft]
        return tuple(Neighbour(comparison=each.comparison, retriever=each.retriever) for each in found)

    def _adviser(self, shelf: Shelf) -> Adviser:
        comparison = shelf.comparison
        retriever = CardRetriever(
            comparison, shelf.texts, self._index.encoder, shelf.scorer, shelf.sentences, shelf.topics
        )
        return Adviser(
            comparison=comparison,
            reader=Reader(comparison, self._index.encoder, self._index.acts, shelf.situations, shelf.words),
            retriever=retriever,
            composer=GroundedComposer(),
            neighbours=lambda: self.neighbours(comparison.id),
        )
