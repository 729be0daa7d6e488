"""What the longer commands of the command line do; ``bot.__main__`` names them and their options."""
