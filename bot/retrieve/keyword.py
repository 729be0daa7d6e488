"""Lexical search: BM25 (S. Robertson and H. Zaragoza, 2009) by bm25s, with stemming."""

import logging
from collections.abc import Sequence

import bm25s
import numpy as np
import Stemmer

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to debug when imported


class KeywordSearch:
    """BM25 over a fixed list of texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._stemmer = Stemmer.Stemmer("english")
        self._index = bm25s.BM25()
        self._size = len(texts)
        self._index.index(self._tokens(texts), show_progress=False)

    def _tokens(self, texts: Sequence[str]) -> list[list[str]]:
        tokens: list[list[str]] = bm25s.tokenize(
            list(texts), stopwords="en", stemmer=self._stemmer, return_ids=False, show_progress=False
        )
        return tokens

    def scores(self, query: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        """The BM25 score of every text, in their order; zeros when no word is known."""
        tokens = self._tokens([query])[0]
        if not tokens:
            return np.zeros(self._size, dtype=np.float32)
        scores: np.ndarray[tuple[int], np.dtype[np.float32]] = self._index.get_scores(tokens)
        return scores
