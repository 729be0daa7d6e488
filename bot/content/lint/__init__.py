"""Reads content as an editor would: what is valid and yet should be mended before visitors see it."""
