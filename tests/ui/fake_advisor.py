"""A public fake of ``bot.Advisor``: a tiny comparison, replies without understanding, everything in memory.

Some messages have a meaning: "slow" takes until ``go_on`` is set, "together" until three visitors say it at once,
"boom" fails, "hot" is a fact about the visitor.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from bot import (
    Answer,
    Choice,
    Citation,
    Claim,
    Comparison,
    Conversation,
    Criterion,
    Exchange,
    Fact,
    Flip,
    Level,
    Option,
    Question,
    Remark,
    Share,
    Source,
    Standing,
    State,
    Turn,
    errors,
)
from bot.comparison import Offer, PageRow, Pilot, Related
from bot.cost.model import CostInput, CostLine, CostModel, Price
from bot.turn import Evidence, Understanding

PATIENCE = 30
HOSTILE = "<img src=x onerror=alert(1)>"


def _level(name: str, label: str, weight: float) -> Level:
    return Level(id=name, label=label, noted=label.lower(), weight=weight, ratings={"tea": 1, "coffee": 0}, prior=0.5)


WARMTH = Criterion(
    id="warmth",
    name="warmth",
    aliases=(),
    question="How warm should it be?",
    why=(),
    levels=(_level("hot", "Hot", 4), _level("cold", "Cold", 2)),
    origin="page",
    page=PageRow(cells={"tea": "hot", "coffee": "hot too"}, winner="tea", source="pot"),
)
PRICE = Criterion(
    id="price",
    name="price",
    aliases=(),
    question="How tight is the budget?",
    why=(),
    levels=(_level("low", "Tight", 3), _level("high", "Ample", 1)),
    origin="ours",
)
POT = Source(
    id="pot",
    title="The pot",
    authors="A. Brewer",
    kind="paper",
    passage="Tea keeps warm for an hour in a pot.",
    year=2020,
    url="https://example.org/pot",
    conditions="one pot",
    checked="2026-11",
)


def _said(text: str) -> tuple[Claim, ...]:
    return (Claim(text=text, sources=("pot",)),)


def _option(name: str, other: str) -> Option:
    return Option(
        id=name,
        name=name,
        aliases=(),
        summary=_said(f"This is {name}."),
        best_case=(),
        next_step=(),
        weakness=(),
        advantages=tuple(_said(f"Good {number} of {name}.") for number in (1, 2, 3)),
        drawbacks=tuple(_said(f"Bad {number} of {name}.") for number in (1, 2, 3)),
        living=(Remark(text=f"A year of {name}."),),
        pilot=Pilot(
            measures=_said("One cup."), passes=_said("Drink."), fails=_said("Pour."), misleads=(*_said("Thirst."),)
        ),
        counterpart=other,
    )


COST = CostModel(
    currency="USD",
    sign="$",
    volume="cups",
    leaves_out="biscuits",
    inputs=(
        CostInput(
            id="cups", label="cups a day", unit="a day", told="{} cups a day", default=100, because="A small office.",
            low=1, high=100_000, hint="Mugs count twice.",
        ),
        CostInput(
            id="leaves", label="price of leaves", unit="$ a cup", told="leaves at {}", default=0.1, low=0, high=10,
            because="In a pot.", sources=("pot",), is_example=True,
        ),
        CostInput(id="beans", label="beans", unit="$ a cup", told="beans at {}", default=0.05, low=0, high=10,
                  because="Our guess.", criterion="warmth", levels={"hot": 0.06}),
    ),
    prices=(
        Price(id="kettle", label="kettle", unit="$ a month", value=30, source="pot", as_of="2020", conditions=HOSTILE),
        Price(id="machine", label="machine", unit="$ a month", value=None, source="pot",
              conditions="Its rent was not seen", ask="Ask the shop"),
    ),
    options={
        "tea": (CostLine(text="leaves", due="month", amount="cups * 30 * leaves"),
                CostLine(text="the kettle", due="month", amount="kettle"),
                CostLine(text="a pot", due="once", amount="20")),
        "coffee": (CostLine(text="beans", due="month", amount="cups * 30 * beans"),
                   CostLine(text="the machine", due="month", amount="machine")),
    },
    notes={"tea": "Milk is extra."},
)  # fmt: skip

TINY = Comparison(
    id="tea-or-coffee",
    title="Tea or coffee",
    subject="tea and coffee",
    decision="What should be in the cup?",
    version="1.0.0",
    reviewed="2026-11",
    update_policy="Reviewed yearly.",
    authors="The editors.",
    funding="Nobody paid.",
    settled_at=0.9,
    fallback="tea",
    default_reason=(),
    options=(_option("tea", "coffee"), _option("coffee", "tea")),
    criteria=(PRICE, WARMTH),
    cards=(),
    sources={"pot": POT},
    totals={"tea": "1 of 1", "coffee": "0 of 1"},
    offer=Offer(text="A tasting is free.", disclosure="We sell tea."),
    related=(Related(title="Milk or lemon", about="what goes in"),),
    situations={},
    unrelated=(),
    digest="0" * 64,
    cost=COST,
    evidence="What the editors drank.",
    review_by="2027-05",
)
QUESTION = Question(
    criterion="price",
    text="How tight is the budget?",
    choices=(Choice(id="low", label="Tight"), Choice(id="high", label="Ample")),
)


def standing(share: float, status: Literal["open", "leaning", "settled"]) -> Standing:
    """Tea ahead with that share."""
    ranking = tuple(
        Share(option=option, share=part, value=part, contributions={"warmth": part / 2, "price": part / 2})
        for option, part in (("tea", share), ("coffee", 1 - share))
    )
    flips = (Flip(changes=(("price", "high"),), to="coffee"),)
    return Standing(ranking=ranking, status=status, flips=flips)


class FakeAdvisor:
    """Stands behind the doors in tests."""

    def __init__(self) -> None:
        self.comparisons: Mapping[str, Comparison] = {TINY.id: TINY}
        self.default_comparison = TINY.id
        self.conversations: dict[str, Conversation] = {}
        self.ratings: list[tuple[str, int, str]] = []
        self.is_closed = False
        self.go_on = threading.Event()
        self.three = threading.Barrier(3, timeout=PATIENCE)

    def reply(self, message: object, *, conversation_id: str | None = None, comparison: str | None = None) -> Exchange:
        if comparison not in (None, *self.comparisons):
            raise errors.UnknownComparison(comparison)
        name = conversation_id or f"c{len(self.conversations) + 1}"
        conversation = (
            self.conversation(name) if conversation_id else Conversation(id=name, comparison=comparison or TINY.id)
        )
        exchange = self._answer(message, conversation)
        self.conversations[name] = replace(conversation, exchanges=(*conversation.exchanges, exchange))
        return exchange

    def _answer(self, message: object, conversation: Conversation) -> Exchange:
        if not isinstance(message, str) or not message.strip():
            raise errors.BadMessage("the message is empty; write a sentence")
        if len(message) > 4000:
            raise errors.BadMessage("the message is too long; shorten it to 4,000 characters")
        if message == "boom":
            raise RuntimeError("secret text")
        if message == "slow":
            self.go_on.wait(PATIENCE)
        if message == "together":
            self.three.wait()
        number = len(conversation.exchanges) + 1
        return Exchange(conversation_id=conversation.id, number=number, turn=_turn(message, conversation))

    def replay(self, comparison: str, messages: Sequence[str]) -> Turn:
        conversation = Conversation(id="", comparison=comparison)
        for message in messages:
            exchange = self._answer(message, conversation)
            conversation = replace(conversation, exchanges=(*conversation.exchanges, exchange))
        return conversation.exchanges[-1].turn

    def conversation(self, conversation_id: str) -> Conversation:
        if conversation_id not in self.conversations:
            raise errors.UnknownConversation(conversation_id)
        return self.conversations[conversation_id]

    def delete(self, conversation_id: str) -> None:
        self.conversation(conversation_id)
        del self.conversations[conversation_id]

    def feedback(self, conversation_id: str, turn: int, rating: Literal["up", "down"], comment: str = "") -> None:
        self.conversation(conversation_id)
        self.ratings.append((conversation_id, turn, rating))

    def decide(
        self, comparison: str, levels: Mapping[str, str], weights: Mapping[str, float] | None = None
    ) -> Standing:
        if "unheard-of" in levels:
            raise errors.BadRequest("unknown criterion 'unheard-of'; use one of: warmth, price")
        return standing(0.4 + (weights or {}).get("warmth", 2) / 20, "leaning")

    def is_ready(self) -> bool:
        return not self.is_closed

    def close(self) -> None:
        self.is_closed = True


def _turn(message: str, conversation: Conversation) -> Turn:
    facts = conversation.state.facts
    number = len(conversation.exchanges) + 1
    if "hot" in message:
        facts = (Fact(criterion="warmth", level="hot", said=message, turn=number),)
    answer = Answer(
        acts=("answer", "ask"),
        reply=f"**Tea** keeps warm [1].\n\nYou are at turn {number}. {QUESTION.text}",
        citations=(Citation(marker=1, source_id="pot", title=POT.title, url=POT.url, quote=POT.passage),),
        question=QUESTION,
        suggestions=("Why?",),
    )
    return Turn(
        comparison=conversation.comparison,
        message=message,
        understanding=Understanding(utterances=()),
        evidence=Evidence(),
        standing=standing(0.84, "leaning") if facts else standing(0.6, "open"),
        decision=(),
        state=State(turn=number, facts=facts),
        answer=answer,
    )
