"""The embeddable widget: scripts for other sites' pages, and what those pages may ask of the page in the frame."""
