"""The command line: ``fulcrum serve | mcp | chat | check | import | index | evaluate | bench``."""

import gc
import logging
import sys
from importlib import import_module
from pathlib import Path

import typer
from rich.console import Console
from rich.markdown import Markdown
from rich.markup import escape

from bot.errors import FulcrumError
from bot.settings import list_settings, read_settings

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Fulcrum: an advisor for A-or-B decisions.")
console = Console()


@app.command()
def index() -> None:
    """Build the search index from the content (imports torch; about half a minute)."""
    from bot.build import build_index

    with console.status("Exporting the encoder, embedding the cards, training the classifiers ..."):
        folder = build_index(read_settings())
    console.print(f"Index ready in {folder}", highlight=False)


@app.command()
def check(
    name: str = typer.Argument("", help="comparison to check; default: all"),
    lint: bool = typer.Option(True, help="read it as an editor would, once it has no faults"),
    online: bool = typer.Option(False, help="open the links of the sources as well"),
) -> None:
    """Validate the content (faults), then read it as an editor would (remarks), with file, line and remedy.

    Exit code: 0 clean, 1 remarks, 2 faults.
    """
    from bot.commands.content import Depth
    from bot.commands.content import check as check_content

    depth = Depth(lints=lint, online=online)
    raise typer.Exit(check_content(console, read_settings().knowledge, name, depth))


@app.command("import")
def import_page(
    page: str = typer.Argument(..., help="comparison page: plain text, Markdown (.md) or HTML (.html)"),
    into: str = typer.Option(..., help="folder for the draft: a new name in the knowledge folder"),
    force: bool = typer.Option(False, "--force", help="replace a folder that exists, with all changes in it"),
) -> None:
    """Make a draft folder from a comparison page, and report what should be mended in it.

    Exit code: 0 the draft is there, 2 it could not be made.
    """
    from bot.commands.content import import_draft

    import_draft(console, Path(page), into, read_settings().knowledge, force=force)


@app.command()
def chat(comparison: str = typer.Option("", help="comparison to talk about")) -> None:
    """Talk to the advisor in the terminal; an empty line ends."""
    from bot.advisor import Advisor

    advisor = Advisor.open(read_settings())
    conversation_id = None
    while message := _ask_in_terminal():
        exchange = advisor.reply(message, conversation_id=conversation_id, comparison=comparison or None)
        conversation_id, answer = exchange.conversation_id, exchange.turn.answer
        console.print(f"\n{answer.reply}\n", markup=False, highlight=False)
        for citation in answer.citations:
            console.print(f"  [{citation.marker}] {citation.title}", markup=False, style="dim")
        if answer.question:
            console.print("  " + " · ".join(choice.label for choice in answer.question.choices), style="cyan")
    advisor.close()


def _ask_in_terminal() -> str:
    """A line from the terminal; empty at its end."""
    try:
        return console.input("[bold]> [/bold]").strip()
    except EOFError:
        return ""


SETTINGS = "\n\n".join(
    ("Settings come from the environment or a .env file, with these defaults; lists are JSON.", *list_settings())
)


@app.command(epilog=SETTINGS)
def serve(
    host: str = typer.Option("", help="address to listen on (FULCRUM_HOST)"),
    port: int = typer.Option(0, help="port to listen on (FULCRUM_PORT)"),
) -> None:
    """Serve the page and the API."""
    gc.disable()  # until the app is up (see ui/app.py): a sixth of the time to start
    settings = read_settings()
    doors = import_module("ui.server")  # by name: the doors are above the advisor
    doors.serve(host or settings.host, port or settings.port)


@app.command()
def mcp() -> None:
    """Speak MCP on standard input and output, for programs that start it themselves."""
    import_module("ui.mcp_server").serve_stdio()


@app.command()
def evaluate(
    part: str = typer.Option("scored", help="which half of our own sets: develop or scored"),
    folder: str = typer.Option("", help="another folder with sets in the same formats, instead of our own"),
    comparison: str = typer.Option("", help="comparison to evaluate; default: all"),
    bench: str = typer.Option("", help="folder with public retrieval tasks and their passages"),
) -> None:
    """Hold the evaluation conversations; prints what changed and writes all failures as transcripts."""
    from bot.evaluate.command import Choice, run

    choice = Choice(part=part, folder=folder, comparison=comparison, bench=bench)
    settings = read_settings()
    with console.status("Starting ...") as status:
        report = run(settings, choice, progress=status.update)
    console.print(Markdown(report.summary()))
    console.print(f"Failures as transcripts: {settings.data / 'evaluation.md'}", highlight=False)


@app.command()
def bench() -> None:
    """Measure speed and memory as ratios in one run (see README, Speed)."""
    from bot.evaluate.bench import measure

    for line in measure(read_settings()):
        console.print(line, highlight=False)


def main() -> None:
    """Run the command line; an error on purpose is one clear message and exit code 2."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        app()
    except FulcrumError as error:
        Console(stderr=True).print("[red]error:[/red]", escape(str(error)), highlight=False, soft_wrap=True)
        raise SystemExit(2) from error


if __name__ == "__main__":
    main()
