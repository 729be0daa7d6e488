"""The sentence encoder: exported once with torch, served without it."""
