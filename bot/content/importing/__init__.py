"""From a comparison page (text, Markdown, HTML) to a draft folder in ``knowledge/``."""
