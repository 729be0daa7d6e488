"""From a decision to words: the deterministic grounded composer."""
