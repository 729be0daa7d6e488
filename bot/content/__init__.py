"""From a folder in ``knowledge/`` to a validated ``Comparison``, with all faults reported at once."""
