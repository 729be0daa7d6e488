"""YAML that remembers its lines, so that every fault can name the place."""

from pathlib import Path
from typing import Any

import yaml

from bot.errors import Fault

MAX_BYTES = 2_000_000


class Located:
    """A YAML document as plain values plus the line of every part.

    ``offset`` is the number of lines before the document in its file.
    """

    def __init__(self, text: str, *, file: str, offset: int = 0) -> None:
        self.file = file
        self._offset = offset
        loader = (yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader)(text)
        try:
            self._node = loader.get_single_node()
            self.value: Any = loader.construct_document(self._node) if self._node else None
        finally:
            loader.dispose()

    def line(self, path: tuple[str | int, ...]) -> int:
        """The line of the deepest existing part of ``path`` (1-based)."""
        node = self._node
        if node is None:
            return self._offset + 1
        line = node.start_mark.line
        for step in path:
            node, line = _child(node, step, line)
            if node is None:
                break
        return self._offset + line + 1

    def fault(self, path: tuple[str | int, ...], problem: str, remedy: str) -> Fault:
        return Fault(file=self.file, line=self.line(path), problem=problem, remedy=remedy)


def _child(node: yaml.Node, step: str | int, line: int) -> tuple[yaml.Node | None, int]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return value, key.start_mark.line
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step].start_mark.line
    return None, line


def read_text(path: Path, faults: list[Fault]) -> str | None:
    """The file's text, or a fault when it is missing, too big or not UTF-8."""
    try:
        if path.stat().st_size > MAX_BYTES:
            faults.append(_file_fault(path, f"larger than {MAX_BYTES:,} bytes", "Split it"))
            return None
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        faults.append(_file_fault(path, f"cannot be read ({error})", "Provide a UTF-8 text file"))
        return None


def read_yaml(path: Path, faults: list[Fault]) -> Located | None:
    """The file as located YAML, or a fault."""
    text = read_text(path, faults)
    return None if text is None else parse_yaml(text, file=str(path), faults=faults)


def parse_yaml(text: str, *, file: str, faults: list[Fault], offset: int = 0) -> Located | None:
    """YAML text with its place in a file, or a fault."""
    try:
        return Located(text, file=file, offset=offset)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = offset + (mark.line + 1 if mark else 1)
        problem = f"not valid YAML ({getattr(error, 'problem', None) or error})"
        faults.append(Fault(file=file, line=line, problem=problem, remedy="Check indentation and quote text with ': '"))
        return None


def _file_fault(path: Path, problem: str, remedy: str) -> Fault:
    return Fault(file=str(path), line=1, problem=problem, remedy=remedy)
