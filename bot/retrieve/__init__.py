"""Finds the cards that may answer: dense and lexical search, fused by reciprocal rank."""
