"""A Turn as JSON and back, exactly.

Each move of a decision carries the name of its class (``"move": "Inform"``), because the shapes of
some moves are contained in others and a guess could pick the wrong one.
"""

from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from bot.dialogue import Move
from bot.errors import StoreFault
from bot.turn import Turn

TAG = "move"
TURN: TypeAdapter[Turn] = TypeAdapter(Turn)
MOVES: dict[str, TypeAdapter[Move]] = {move.__name__: TypeAdapter(move) for move in get_args(Move)}


def encode(turn: Turn) -> dict[str, Any]:
    """The turn as values that JSON knows; ``decode`` gives an equal turn back."""
    # warnings=False: pydantic's warnings quote the values, and message text must never reach a log
    document: dict[str, Any] = TURN.dump_python(turn, mode="json", warnings=False)
    document["decision"] = [
        {TAG: type(move).__name__, **dumped} for move, dumped in zip(turn.decision, document["decision"], strict=True)
    ]
    return document


def decode(document: dict[str, Any]) -> Turn:
    """The turn of ``encode``; fields that were added since then get their defaults.

    Raises:
        StoreFault: the document does not fit this version's Turn; the text names fields, never values.
    """
    try:
        moves = tuple(MOVES[move[TAG]].validate_python(move) for move in document["decision"])
        return TURN.validate_python({**document, "decision": moves})
    except ValidationError as error:
        fields = ", ".join(".".join(map(str, fault["loc"])) for fault in error.errors(include_input=False))
        raise StoreFault(f"a stored turn was written by another version of Fulcrum: {fields} do not fit") from None
    except (KeyError, TypeError) as error:
        raise StoreFault(f"a stored turn is damaged or from another version: {type(error).__name__}") from None
