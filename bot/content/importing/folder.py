"""A draft folder, whole or not at all: written aside, validated, moved into place."""

import os
import re
import shutil
import tempfile
from datetime import date
from pathlib import Path

from bot.comparison import Comparison
from bot.content.importing.draft import draft_files
from bot.content.importing.read import read_page_file
from bot.content.load import load_comparison
from bot.errors import BadTarget

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_NAME = 60


def import_page(source: Path, target: str, knowledge: Path, *, today: date, force: bool = False) -> Comparison:
    """Read the page in ``source`` and write its draft to ``target``: a name, or a path right in ``knowledge``.

    Nothing is left behind when it fails, and an existing folder is only replaced with ``force``.

    Raises:
        BadTarget: the target is no name for a comparison, lies elsewhere, exists, or cannot be written.
        ContentError: the page cannot be read or is no comparison.
    """
    name = _checked_name(target, knowledge)
    folder = knowledge / name
    _check_free(folder, force)
    files = draft_files(read_page_file(source), today)
    try:
        aside = Path(tempfile.mkdtemp(prefix=".importing-", dir=knowledge))
    except OSError as error:
        raise BadTarget(f"cannot write to {str(knowledge)!r} ({error.strerror}); check its permissions") from error
    try:
        for path, text in files.items():
            (aside / name / path).parent.mkdir(parents=True, exist_ok=True)
            (aside / name / path).write_text(text, encoding="utf-8")
        load_comparison(aside, name)
        _move(aside, folder, force)
    except OSError as error:
        raise BadTarget(f"cannot write {str(folder)!r} ({error.strerror}); nothing was changed") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return load_comparison(knowledge, name)


def _checked_name(target: str, knowledge: Path) -> str:
    """The name of the folder to write, safe as a path."""
    path = Path(target)
    if not NAME.fullmatch(path.name) or len(path.name) > LONGEST_NAME:
        raise BadTarget(
            f"{target!r} is no name for a comparison: use small letters, digits and hyphens, such as 'tea-or-coffee'"
        )
    if path.parent != Path() and path.parent.resolve() != knowledge.resolve():
        raise BadTarget(
            f"{target!r} is not in the knowledge folder {str(knowledge)!r}: write only {path.name!r}, or set"
            " FULCRUM_KNOWLEDGE"
        )
    if not knowledge.is_dir():
        raise BadTarget(f"there is no knowledge folder {str(knowledge)!r}: make it, or set FULCRUM_KNOWLEDGE")
    return path.name


def _check_free(folder: Path, force: bool) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise BadTarget(f"{str(folder)!r} is a link or a file, no folder; remove it or choose another name")
    if folder.exists() and not force:
        raise BadTarget(
            f"{str(folder)!r} exists; choose another name, or replace it and all changes in it with --force"
        )


def _move(aside: Path, folder: Path, force: bool) -> None:
    """The written folder into its place; the old one goes only when the new one is there."""
    old = aside / "old"
    if force and folder.exists():
        os.rename(folder, old)
    try:
        os.rename(aside / folder.name, folder)
    except OSError:
        if old.exists():
            os.rename(old, folder)
        raise
