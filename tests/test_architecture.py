"""The layout holds: imports point down, files and functions stay small, annotations are complete."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = (
    ("errors",),
    ("cost",),
    ("comparison",),
    ("dialogue",),
    ("turn", "message"),
    ("settings",),
    ("values",),
    ("encoder", "softmax"),
    ("content", "understand", "retrieve", "state", "rank", "store", "migrations"),
    ("ask",),
    ("compose", "decide"),
    ("converse", "index"),
    ("library", "build"),
    ("advisor",),
    ("evaluate", "commands"),
    ("__init__", "__main__"),
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
# Uses between neighbours that are on purpose: how a message is read is vocabulary for what uses the reading,
# the text of cards is what is searched and delivered, cards are found for a decision.
NEIGHBOURS = {("decide", "understand"), ("compose", "understand"), ("store", "migrations"), ("migrations", "store"),
              ("retrieve", "content"), ("decide", "retrieve")}  # fmt: skip
LONGEST_FILE, LONGEST_FUNCTION = 300, 50


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def part(module: str) -> str:
    """The second name of ``bot.part.module``; ``__init__`` for the package itself."""
    return (module.split(".") + ["__init__"])[1]


@pytest.mark.parametrize("path", modules("bot"), ids=str)
def test_imports_inside_bot_point_down(path: Path) -> None:
    own = path.relative_to(ROOT / "bot").parts[0].removesuffix(".py")
    for module in imports(path):
        if module.split(".")[0] != "bot" or own in {"__init__", "__main__"}:
            continue
        used = part(module)
        is_down = LEVEL[used] < LEVEL[own] or used == own or (own, used) in NEIGHBOURS
        assert is_down, f"{path.relative_to(ROOT)} ({own}) must not import {module}"


@pytest.mark.parametrize("path", modules("bot"), ids=str)
def test_bot_knows_nothing_of_screens(path: Path) -> None:
    assert not [module for module in imports(path) if module.split(".")[0] in {"ui", "gradio", "fastapi"}]


@pytest.mark.parametrize("path", modules("ui"), ids=str)
def test_doors_use_only_public_names_of_bot(path: Path) -> None:
    assert {module for module in imports(path) if module.split(".")[0] == "bot"} <= {"bot", "bot.errors"}


@pytest.mark.parametrize("path", modules("bot") + modules("ui"), ids=str)
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            assert node.end_lineno - node.lineno < LONGEST_FUNCTION, f"{node.name} in {path.name}"


@pytest.mark.parametrize("path", modules("bot") + modules("ui"), ids=str)
def test_every_module_says_what_it_owns(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text())) or path.name == "__init__.py"


def test_serving_never_imports_torch() -> None:
    heavy = {"torch", "sentence_transformers", "sklearn", "transformers"}
    users = {
        path.name
        for path in modules("bot") + modules("ui")
        for module in imports(path)
        if module.split(".")[0] in heavy
    }
    assert users <= {"export.py", "softmax.py", "measures.py"}  # what builds and what measures
