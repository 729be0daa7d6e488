"""Fixtures that tests of the advisor share."""

from pathlib import Path

import pytest

from tests.bot.evaluation import FILES


@pytest.fixture
def evaluation_folder(tmp_path: Path) -> Path:
    """A folder with one case of each kind."""
    folder = tmp_path / "sets"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / f"{name}.yaml").write_text(text)
    return folder
