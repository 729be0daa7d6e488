"""Text with citation keys, ``A fact [source-id].``, parsed into claims and remarks."""

import re

from bot.comparison import Claim, Passage, Remark, Sentence

CITATION = re.compile(r"\s*\[([a-z0-9]+(?:-[a-z0-9]+)*)\]")
# A sentence ends at . or ! before white space and a capital, a digit or a quotation mark, but not inside "e.g. ".
SENTENCE_END = re.compile(r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!vs\.)(?<!et al\.)\s+(?=[\"'(]?[A-Z0-9])")


def split_sentences(text: str) -> list[str]:
    """Split running text at sentence ends."""
    return [part for part in SENTENCE_END.split(" ".join(text.split())) if part]


def parse_sentence(text: str) -> Sentence:
    """One sentence; its ``[keys]`` become sources and leave the text."""
    keys = tuple(dict.fromkeys(CITATION.findall(text)))
    bare = CITATION.sub("", text).strip()
    return Claim(text=bare, sources=keys) if keys else Remark(text=bare)


def parse_passage(text: str) -> Passage:
    """Running text as claims (cited sentences) and remarks (the others)."""
    return tuple(parse_sentence(sentence) for sentence in split_sentences(text))


def plain(passage: Passage) -> str:
    """The passage without citations."""
    return " ".join(sentence.text for sentence in passage)
