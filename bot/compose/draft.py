"""A reply in the making: paragraphs of sentences, with sources numbered in the order of their use."""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from bot.comparison import Claim, Comparison, Passage, Remark, Sentence, Source
from bot.compose.phrases import phrase
from bot.turn import Citation


@dataclass(slots=True)
class Draft:
    """Collects sentences; knows how often each phrase was used in the conversation before."""

    comparison: Comparison
    told: tuple[str, ...]
    paragraphs: list[list[Sentence]] = field(default_factory=lambda: [[]])
    used: list[str] = field(default_factory=list)
    guests: dict[str, Source] = field(default_factory=dict)  # of another comparison: "its id/id of the source"

    def paragraph(self) -> None:
        """Start a new paragraph, unless one was just started."""
        if self.paragraphs[-1]:
            self.paragraphs.append([])

    def say(self, key: str, slots: Mapping[str, str] | None = None, sources: tuple[str, ...] = ()) -> None:
        """Add a phrase; with sources it is a claim."""
        text = self.words(key, slots)
        if text:
            self.paragraphs[-1].append(Claim(text=text, sources=sources) if sources else Remark(text=text))

    def words(self, key: str, slots: Mapping[str, str] | None = None) -> str:
        """A phrase as text, counted as used."""
        times = [*self.told, *self.used].count(f"phrase:{key}")
        self.used.append(f"phrase:{key}")
        return phrase(key, times, slots or {})

    def add(self, passage: Iterable[Sentence]) -> None:
        for sentence in passage:
            self.paragraphs[-1].append(sentence)
            self.mark_said(sentence)

    def mark_said(self, sentence: Sentence) -> None:
        """Remember a sentence, also one that is said in a changed form."""
        self.mark(_print_of(sentence))

    def fresh(self, passage: Passage) -> Passage:
        """The sentences that were not said in this conversation yet."""
        return tuple(each for each in passage if not self.knows(_print_of(each)))

    def knows(self, key: str) -> bool:
        """Whether something was marked as told, earlier in the conversation or in this reply."""
        return key in self.told or key in self.used

    def add_from(self, other: Comparison, passage: Iterable[Sentence]) -> None:
        """Sentences of another comparison, with its own sources even where an id here is the same."""
        for sentence in passage:
            if isinstance(sentence, Claim):
                keys = {f"{other.id}/{key}": other.sources[key] for key in sentence.sources}
                self.guests.update(keys)
                sentence = replace(sentence, sources=tuple(keys))
            self.paragraphs[-1].append(sentence)

    def mark(self, key: str) -> None:
        """Remember that something was told."""
        self.used.append(key)

    @property
    def is_empty(self) -> bool:
        return not any(self.paragraphs)

    def render(self) -> tuple[str, tuple[Citation, ...]]:
        """The text with [n] markers, and the citations they stand for."""
        markers: dict[str, int] = {}
        texts = []
        for paragraph in self.paragraphs:
            if paragraph:
                texts.append(" ".join(_with_markers(sentence, markers) for sentence in paragraph))
        sources = {**self.guests, **self.comparison.sources}
        citations = [_citation(key, sources[key], marker) for key, marker in markers.items()]
        return "\n\n".join(texts), tuple(citations)


def _print_of(sentence: Sentence) -> str:
    """A short mark by which a sentence is known again."""
    return f"said:{zlib.crc32(sentence.text.encode()):08x}"


def _with_markers(sentence: Sentence, markers: dict[str, int]) -> str:
    """The sentence with its citations in front of the final stop."""
    if isinstance(sentence, Remark):
        return sentence.text
    numbers = "".join(f"[{markers.setdefault(key, len(markers) + 1)}]" for key in sentence.sources)
    if sentence.text[-1:] in ".!:":
        return f"{sentence.text[:-1]} {numbers}{sentence.text[-1]}"
    return f"{sentence.text} {numbers}"


def _citation(key: str, source: Source, marker: int) -> Citation:
    conditions = f" ({source.conditions.rstrip('.')})" if source.conditions else ""
    return Citation(
        marker=marker,
        source_id=key,
        title=source.title,
        url=source.url,
        quote=f"{source.passage.strip()}{conditions}",
    )


def sources_of(passage: Passage) -> tuple[str, ...]:
    """The sources of a passage, each once."""
    return tuple(dict.fromkeys(key for each in passage if isinstance(each, Claim) for key in each.sources))
