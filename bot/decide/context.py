"""All that a turn's decision may look at."""

from dataclasses import dataclass, field

from bot.ask import Asking, ask_by_value
from bot.comparison import Card, Comparison
from bot.dialogue import Fact
from bot.retrieve.cards import Retriever
from bot.retrieve.follow import Remark
from bot.retrieve.neighbour import Neighbours
from bot.turn import Evidence, Hit, Standing, State, Understanding, Utterance
from bot.understand.resolve import ASPECT_OF_ACT, Topic, resolve

GOOD = 0.5  # similarity from which a card answers the question as asked
TELLS = frozenset({"statement", "question", "opinion", "pressure", "source", "return_to", "what_if"})
FAIR = 0.4  # below it nothing fits


@dataclass(slots=True, kw_only=True)
class Context:
    """One turn: what was known before, what the message means, the decision as it stands now."""

    comparison: Comparison
    retriever: Retriever
    before: State
    now: State
    standing_before: Standing
    standing: Standing
    understanding: Understanding
    new: tuple[Fact, ...]
    changed: tuple[tuple[Fact, Fact], ...]
    evidence: Evidence = field(default_factory=Evidence)
    found: dict[str, tuple[Hit, ...]] = field(default_factory=dict)
    asking: Asking = ask_by_value
    neighbours: Neighbours = tuple
    rejected: str | None = None  # the card that the last answer told, which was none to the question

    @property
    def has_news(self) -> bool:
        return bool(self.new or self.changed or self.understanding.retracted)

    def search(self, query: str) -> tuple[Hit, ...]:
        """Cards for a query; the turn's evidence is the search with the best hit."""
        if query not in self.found:
            self.found[query] = self.retriever.search(query)
        hits = self.found[query]
        best_so_far = self.evidence.hits[0].score if self.evidence.hits else -1.0
        if hits and hits[0].score >= best_so_far:
            self.evidence = Evidence(query=query, hits=hits)
        return hits

    def follow(self, utterance: Utterance, said: str) -> tuple[Hit, ...]:
        """Cards for an utterance (``said``: with the names it refers to) after the one in focus, if there is one."""
        told = self.before.focus.card
        if told is None or told not in self.comparison.card_by_id:
            return ()
        key = f"{told}\n{said}"
        if key not in self.found:
            remark = Remark(
                text=said,
                told=told,
                options=utterance.options,
                criteria=utterance.criteria,
                aspect=ASPECT_OF_ACT.get(utterance.act),
                of_aspect=utterance.confidence,
                of_other=utterance.confidence if utterance.act == "other" else 0.0,
            )
            self.found[key] = self.retriever.follow(remark)
        return self.found[key]

    def topic(self, utterance: Utterance) -> Topic:
        return resolve(utterance, self.before.focus, self.comparison, self.preceding(utterance))

    def asked(self, utterance: Utterance) -> str:
        """The words that say what an utterance asks: with the sentence before, where it leans on that."""
        before = self.preceding(utterance)
        has_words = any(letter.isalpha() for letter in utterance.text)
        leans = before is not None and utterance.is_elliptical and has_words
        return f"{before.text} {utterance.text}" if before and leans else utterance.text

    def preceding(self, utterance: Utterance) -> Utterance | None:
        """The sentence before in the same message, unless it is a courtesy."""
        utterances = self.understanding.utterances
        place = next(number for number, each in enumerate(utterances) if each.text == utterance.text)
        return utterances[place - 1] if place and utterances[place - 1].act in TELLS else None

    def card(self, hit: Hit) -> Card:
        return self.comparison.card_by_id[hit.card]

    def was_told(self, key: str) -> bool:
        return key in self.before.told
