"""Which language a message is written in (py3langid), asked only when its words look foreign."""

from functools import lru_cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from bot.understand.acts import language_replies
from bot.understand.spelling import WORD, Speller

KNOWN_ENOUGH = 0.6
SURE_ENOUGH = 0.7


@lru_cache(maxsize=1)
def _identifier() -> Any:
    identifier: Any = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(["en", *language_replies()])
    return identifier


def language_of(message: str, speller: Speller) -> str:
    """A code from languages.yaml, or "en" (also when in doubt)."""
    letters = [character for character in message if character.isalpha()]
    if not letters:
        return "en"
    is_latin = sum(character.isascii() for character in letters) >= 0.7 * len(letters)
    if is_latin and (speller.known_share(message) >= KNOWN_ENOUGH or len(WORD.findall(message)) < 2):
        return "en"
    code, probability = _identifier().classify(message)
    return str(code) if probability >= SURE_ENOUGH or not is_latin else "en"
