"""The advisor as MCP tools. It imports the MCP SDK, which takes a second: import this module late."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field

from bot import Advisor, errors, read_settings
from ui import VERSION
from ui.contract import ComparisonBody, DecisionBody, ReplyBody, TableBody, Weight
from ui.markdown import write_reply
from ui.meters import Meters
from ui.present import present_comparison, present_decision, present_reply, present_table
from ui.problems import report
from ui.turns import Turns

INSTRUCTIONS = (
    "Fulcrum advises on A-or-B decisions such as fine-tuning or RAG, with checked sources and a calculated verdict."
    " Use ask for questions and cases in plain words, and pass its conversation_id on. Use list_comparisons, compare"
    " and decide to calculate with answers that you already know. Keep the [1] markers and the sources in what you"
    " tell people; the verdict is calculated, so do not change it."
)
READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
TALKS = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=False)

ComparisonId = Annotated[
    str | None, Field(description="Id of a comparison from list_comparisons; leave out for the usual one.")
]


class Tools:
    """What an MCP client can do."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns

    async def ask(
        self,
        message: Annotated[str, Field(description="A question, a case or an answer, in plain words.")],
        context: Context[Any, Any],
        conversation_id: Annotated[
            str | None, Field(description="The conversation to continue, from an earlier reply.")
        ] = None,
        comparison: ComparisonId = None,
    ) -> Annotated[CallToolResult, ReplyBody]:
        """Ask the advisor, or tell it about the case to be decided. It answers with numbered sources, remembers what
        was said in the conversation, asks back at most one question, and says where the decision stands."""
        with self._explained():
            exchange = await self.turns.reply(
                message,
                address=_address(context),
                door="mcp",
                conversation_id=conversation_id,
                comparison=comparison,
            )
            reply = present_reply(exchange, self.turns.comparison(exchange.turn.comparison))
            text = f"{write_reply(exchange.turn.answer)}\n\nconversation_id: {exchange.conversation_id}"
            return CallToolResult(
                content=[TextContent(type="text", text=text)], structured_content=reply.model_dump(mode="json")
            )

    async def compare(self, comparison: ComparisonId = None) -> TableBody:
        """The whole comparison as a table: options and criteria, what the page says, and for each possible answer how
        much the criterion matters then and how well each option does. Its ids are what decide takes."""
        with self._explained():
            return present_table(self.turns.comparison(self._known(comparison)))

    async def decide(
        self,
        answers: Annotated[
            Mapping[str, str],
            Field(description='Criterion to answer, by the ids that compare gives: {"freshness": "weekly"}.'),
        ],
        weights: Annotated[
            Mapping[str, Weight] | None, Field(description="Own weights of criteria, 0 to 10, instead of the usual.")
        ] = None,
        comparison: ComparisonId = None,
    ) -> DecisionBody:
        """Calculate the verdict for answers that are known: the probability of each option to be the best, the
        recommendation, and the single answers that would turn it. What is left out is open. Nothing is stored."""
        with self._explained():
            name = self._known(comparison)
            standing = await self.turns.run(self.turns.advisor.decide, name, answers, weights or {})
            return present_decision(standing, self.turns.comparison(name))

    async def list_comparisons(self) -> list[ComparisonBody]:
        """All comparisons that the advisor knows, with their options."""
        with self._explained():
            advisor = self.turns.advisor
            return [present_comparison(found, advisor.default_comparison) for found in advisor.comparisons.values()]

    def _known(self, comparison: str | None) -> str:
        name = comparison or self.turns.advisor.default_comparison
        if name not in self.turns.advisor.comparisons:
            raise errors.UnknownComparison(name)
        return name

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """What goes wrong is told to the client as what to do, and counted."""
        try:
            yield
        except errors.UnknownComparison as error:
            self.turns.meters.errors.labels(kind="not-found").inc()
            raise ToolError("There is no such comparison. list_comparisons lists them.") from error
        except Exception as error:
            problem = report(error)
            self.turns.meters.errors.labels(kind=problem.kind).inc()
            raise ToolError(problem.advice) from error


def _address(context: Context[Any, Any]) -> str:
    """Where a request is from; all of a process that is spoken to over stdio is one address."""
    client = getattr(context.request_context.request, "client", None)
    return client.host if client else ""


def create_server(turns: Turns) -> MCPServer[Any]:
    """An MCP server with the four tools."""
    server: MCPServer[Any] = MCPServer(
        "fulcrum", title="Fulcrum", instructions=INSTRUCTIONS, version=VERSION, log_level="WARNING"
    )
    tools = Tools(turns)
    server.add_tool(tools.ask, title="Ask the advisor", annotations=TALKS)
    server.add_tool(tools.compare, title="Compare the options", annotations=READS)
    server.add_tool(tools.decide, title="Calculate the verdict", annotations=READS)
    server.add_tool(tools.list_comparisons, title="List the comparisons", annotations=READS)
    return server


def create_manager(turns: Turns, hosts: Sequence[str], origins: Sequence[str]) -> StreamableHTTPSessionManager:
    """The server behind streamable HTTP, for requests with one of these hosts and, if any, one of these origins."""
    server = create_server(turns)
    security = TransportSecuritySettings(allowed_hosts=list(hosts), allowed_origins=list(origins))
    server.streamable_http_app(stateless_http=True, json_response=True, transport_security=security)
    return server.session_manager


def serve_stdio() -> None:
    """Speak MCP on standard input and output until the client ends it."""
    settings = read_settings()
    advisor = Advisor.open(settings)
    try:
        create_server(Turns(settings, Meters(), advisor)).run("stdio")
    finally:
        advisor.close()
