"""All settings, read once from ``FULCRUM_*`` environment variables and a ``.env`` file."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsFault

ROOT = Path(__file__).resolve().parent.parent
FRAMER = re.compile(r"\*|https?://(\*\.)?[A-Za-z0-9.-]+(:(\d+|\*))?|https?://\[[0-9a-fA-F:]+\](:(\d+|\*))?")


def _read_list(value: object) -> object:
    """A list as an environment variable has it: in JSON."""
    if not isinstance(value, str):
        return value
    try:
        found = json.loads(value)
    except ValueError:
        found = None
    if not isinstance(found, list):
        raise ValueError('write a list as JSON, such as ["https://www.example.org"]')
    return found


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_read_list)]


class Settings(BaseSettings):
    """Frozen settings; the descriptions are what ``fulcrum serve --help`` lists."""

    model_config = SettingsConfigDict(env_prefix="FULCRUM_", env_file=".env", extra="ignore", frozen=True)

    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(7860, ge=1, le=65535, description="port to listen on")
    data: Path = Field(ROOT / "data", description="folder for the database and the search index")
    knowledge: Path = Field(ROOT / "knowledge", description="folder with the comparisons")
    comparison: str = Field("fine-tuning-vs-rag", description="comparison that a conversation starts with")
    database: str = Field("", description="SQLAlchemy URL; default: SQLite in the data folder")
    encoder: str = Field(
        "sentence-transformers/all-MiniLM-L6-v2",
        description="sentence encoder: the packaged default or a sentence-transformers folder",
    )
    max_message: int = Field(4000, ge=100, le=20000, description="longest message in characters")
    max_body: int = Field(65536, ge=1024, description="largest request body in bytes")
    body_timeout: float = Field(10.0, gt=0, description="seconds a client may take to send a request body")
    messages_per_minute: int = Field(120, ge=1, description="messages per address and minute")
    concurrency: int = Field(8, ge=1, description="turns worked on at the same time")
    cors_origins: Names = Field((), description="exact origins that may call the API from a browser")
    frame_ancestors: Names = Field((), description="origins that may show Fulcrum in a frame")
    allowed_hosts: Names = Field((), description="host names that are served; empty: any")
    mcp: bool | None = Field(
        None, description="MCP at /mcp: true or false; default: true on a loopback host, else false"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="debug, info, warning or error")

    @field_validator("frame_ancestors")
    @classmethod
    def _are_origins(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        """They go into a header and a page as they are."""
        for value in values:
            if not FRAMER.fullmatch(value):
                raise ValueError(
                    f"{value!r} is no origin; write it as https://www.example.org, with no path and no slash at the end"
                    " (https://*.example.org for all names under it, * for any site)"
                )
        return values

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.data / 'fulcrum.db'}"

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the host."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def serves_mcp(self) -> bool:
        return self.is_local if self.mcp is None else self.mcp

    @property
    def index_folder(self) -> Path:
        return self.data / "index"


@lru_cache(maxsize=1)
def read_settings() -> Settings:
    """The settings of this process.

    Raises:
        SettingsFault: a variable has a value that cannot work; all are named.
    """
    try:
        return Settings()
    except ValidationError as error:
        lines = [_explain(detail) for detail in error.errors()]
        text = f"wrong setting {lines[0]}" if len(lines) == 1 else "wrong settings:\n  " + "\n  ".join(lines)
        raise SettingsFault(text) from error


def _explain(fault: ErrorDetails) -> str:
    problem = fault["msg"].removeprefix("Value error, ")
    return f"{variable(str(fault['loc'][0]))}: {problem}, found {fault['input']!r}"


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return f"{Settings.model_config['env_prefix']}{name.upper()}"


def list_settings() -> Iterator[str]:
    """Each setting as a line: variable, default and meaning."""
    for name, field in Settings.model_fields.items():
        default = "none" if field.default in (None, "", ()) else field.default
        yield f"{variable(name)} ({default}): {field.description}"
