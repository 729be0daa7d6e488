"""What to do in a turn: from an understanding to a decision (inform, note, recommend, explain, ask, say)."""
