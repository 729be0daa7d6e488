"""Opens the links of a comparison's own sources and reports those that are dead."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from bot.comparison import Comparison
from bot.content.lint.remark import Remark
from bot.content.lint.subject import subject_of

TIMEOUT = 10.0  # seconds for one link
AT_ONCE = 8
REFUSALS = frozenset({401, 403, 405, 406, 429, 999})  # the page is there, but not for programs
AGENT = "Mozilla/5.0 (compatible; fulcrum-check)"


def dead_links(comparison: Comparison, folder: Path, today: date, timeout: float = TIMEOUT) -> Sequence[Remark]:
    """A remark for each source whose link does not open within ``timeout`` seconds.

    Raises:
        ContentError: the folder cannot be read.
    """
    subject = subject_of(comparison, folder, today)
    own = [comparison.sources[key] for key in subject.sources]
    linked = [source for source in own if source.url and source.url.startswith(("http://", "https://"))]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        faults = list(pool.map(lambda source: _fault(str(source.url), timeout), linked))
    return [
        subject.remark("dead-link", subject.sources[source.id], f"{source.url} of source {source.id!r} {fault}",
                       "Find its new address, or cite something else")
        for source, fault in zip(linked, faults, strict=True)
        if fault
    ]  # fmt: skip


def _fault(url: str, timeout: float) -> str:
    """What is wrong with a link; empty if it opens."""
    try:
        with urlopen(Request(url, headers={"User-Agent": AGENT}), timeout=timeout):
            return ""
    except HTTPError as error:
        return "" if error.code in REFUSALS else f"answers with {error.code}"
    except (URLError, HTTPException, OSError, ValueError) as error:
        return f"cannot be opened ({getattr(error, 'reason', None) or error})"
