"""What counts as a message: the rule that every door applies before a turn."""

import re

from bot.errors import BadMessage

# A character that leaves a mark: no white space, control, zero-width, private or special character.
VISIBLE = (
    r"[^\s\u0000-\u0020\u007f-\u00a0\u00ad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    r"\u3000\ue000-\uf8ff\ufe00-\ufe0f\ufeff\ufff0-\uffff]"
)
# Control characters; tabs and line breaks are none.
CONTROL = r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]"


def read_message(message: object, longest: int) -> str:
    """The message without the space around it.

    Raises:
        BadMessage: not text, nothing to see in it, longer than ``longest`` characters, or binary data.
    """
    if not isinstance(message, str):
        raise BadMessage(f"the message must be text, not {type(message).__name__}; send a JSON string")
    text = message.strip()
    if not re.search(VISIBLE, text):
        raise BadMessage("the message is empty; write a sentence about your case or a question")
    if len(text) > longest:
        raise BadMessage(f"the message has {len(text):,} characters; shorten it to {longest:,} or send it in parts")
    if "\x00" in text or len(re.findall(CONTROL, text)) > 0.1 * len(text):
        raise BadMessage("the message looks like binary data; send plain text")
    return text
