"""What each option costs to run: formulas and prices from the content, the visitor's numbers, an estimate. Pure."""
