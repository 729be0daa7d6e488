"""Small parts of understanding and composing that need no model."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.comparison import Claim, Remark, Source
from bot.compose.draft import Draft
from bot.compose.grounded import start_suggestions
from bot.compose.phrases import listing, percent, phrase
from bot.content.figures import numbers, unsupported
from bot.content.load import load_comparison
from bot.retrieve.fuse import reciprocal_rank_fusion
from bot.retrieve.keyword import KeywordSearch
from bot.understand.names import lexicon
from bot.understand.quantities import find_quantities
from bot.understand.sentences import split_clauses, split_message
from bot.understand.spelling import Speller, word_counts


@pytest.mark.parametrize(
    ("text", "value", "dimension"),
    [
        ("4,000 approved texts", 4000, "count"),
        ("7k pairs", 7000, "count"),
        ("20.000 complaints", 20000, "count"),
        ("about forty examples", 40, "count"),
        ("two hundred tickets", 200, "count"),
        ("900 messages a day", 900, "per day"),
        ("3,000 a month", 100, "per day"),
        ("under 300 ms", 0.3, "seconds"),
        ("3-4 s is fine", 3, "seconds"),
        ("2k euros", 2000, "money"),
        ("60% accepted", 60, "share"),
        ("unchanged since 2015.", 2015, "year"),
        ("2 million items", 2e6, "count"),
    ],
)
def test_numbers_are_read_with_what_they_measure(text: str, value: float, dimension: str) -> None:
    quantity = find_quantities(text)[0]
    assert quantity.value == pytest.approx(value)
    assert quantity.dimension == dimension


def test_the_head_noun_says_what_a_number_counts() -> None:
    quantity = find_quantities("9,000 dictation/report pairs are there")[0]
    counted = quantity.counts("9,000 dictation/report pairs are there", {"report": 20, "pair": 1})
    assert counted == (2, 9000)


def test_messages_are_cut_into_sentences_but_not_at_abbreviations() -> None:
    assert split_message("We sell e.g. boats. Why is it slow?\nok") == ("We sell e.g. boats.", "Why is it slow?", "ok")


def test_clauses_that_can_stand_alone_are_found() -> None:
    assert split_clauses("tone is fine, but sources matter") == ("tone is fine", "sources matter")
    assert split_clauses("one clause only") == ()


def test_typing_errors_are_mended_and_names_are_left_alone() -> None:
    speller = Speller(word_counts(["which is better, citations or latency"] * 10))
    assert speller.correct("wich is beter for citatons at Lufthansa") == "which is better for citations at Lufthansa"


def test_english_words_that_the_content_lacks_are_no_typing_errors() -> None:
    speller = Speller(word_counts(["batter clause"] * 10))
    assert speller.correct("better butter for the client's claws") == "better butter for the client's claws"


def test_a_typing_error_in_the_content_itself_does_not_protect_it() -> None:
    speller = Speller(word_counts([*["which citations"] * 20, "wich citatons"]))
    assert speller.correct("wich citatons") == "which citations"


def test_longer_names_win_and_hyphens_do_not_matter() -> None:
    class Named:
        def __init__(self, name: str, *aliases: str) -> None:
            self.id = self.name = name
            self.aliases = aliases

    found = lexicon([Named("ft", "fine tuning", "tuning"), Named("rag", "rag")]).find("Fine-tuning, or RAG and tuning")
    assert found == ("ft", "rag")


def test_fusion_prefers_what_several_rankings_agree_on() -> None:
    fused = reciprocal_rank_fusion([["a", "b"], ["b", "c"]])
    assert max(fused, key=lambda name: fused[name]) == "b"


def test_keyword_search_survives_a_query_without_words() -> None:
    assert list(KeywordSearch(["alpha beta", "gamma"]).scores("?!")) == [0, 0]


def test_figures_are_compared_without_separators() -> None:
    source = Source(id="a", title="T", authors="A", kind="paper", passage="It took 1,000 examples.", year=2023)
    assert unsupported(Claim(text="In 2023 1000 examples were enough.", sources=("a",)), [source]) == set()
    assert unsupported(Claim(text="It took 1,500.", sources=("a",)), [source]) == {"1500"}


def test_model_names_are_no_figures() -> None:
    assert numbers("GPT-4o and T5 need 3 GPUs") == {"3"}


def test_phrases_take_turns() -> None:
    said = [phrase("thanks", turn, {"subject": "tea"}) for turn in range(3)]
    assert len(set(said)) == 3


def test_a_slot_in_capitals_starts_a_sentence() -> None:
    assert phrase("lean/first", 0, {"best": "prompting first"}) == "Prompting first, so far."


def test_lists_and_shares_read_well() -> None:
    assert listing(["a", "b", "c"]) == "a, b and c"
    assert [percent(0.999), percent(0.843), percent(1.0), percent(0.001)] == ["over 99%", "84%", "over 99%", "under 1%"]


def test_a_remark_needs_no_source() -> None:
    assert Remark(text="Hello.").text == "Hello."


def test_first_suggestions_are_those_that_the_cards_can_answer() -> None:
    tea = load_comparison(Path(__file__).parent.parent / "data", "tea-or-coffee")
    assert start_suggestions(tea) == ("What does the page recommend?", "How much caffeine is in each?")
    cheap = replace(tea, totals={}, cards=(replace(tea.cards[0], asks=("which is cheaper?", "Tea or coffee?")),))
    assert start_suggestions(cheap) == ("Which one is cheaper?", "Tea or coffee?")


def test_a_sentence_of_another_comparison_keeps_its_source_where_an_id_here_is_the_same() -> None:
    here = load_comparison(Path(__file__).parent.parent / "data", "tea-or-coffee")
    there = replace(here, id="milk", sources={"book": replace(here.sources["book"], title="The book of milk")})
    draft = Draft(here, ())
    draft.add((Claim(text="Tea.", sources=("book",)),))
    draft.add_from(there, (Claim(text="Milk.", sources=("book",)),))
    reply, citations = draft.render()
    assert reply == "Tea [1]. Milk [2]."
    assert [citation.title for citation in citations] == ["The book of drinks", "The book of milk"]
    assert [citation.source_id for citation in citations] == ["book", "milk/book"]


def test_of_two_words_as_near_the_commoner_is_meant() -> None:
    speller = Speller(word_counts([*["it charges"] * 12, *["it changes"] * 30]))
    assert speller.correct("it hardly ever chages") == "it hardly ever changes"
