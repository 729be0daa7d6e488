"""The store keeps every message and turn, whatever happens in between."""

import json
import os
import re
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from bot.dialogue import Arrive, Ask, Choice, Explain, Fact, Inform, Move, Note, Question, Reckon, Recommend, Refer, Say
from bot.errors import BadMessage, BadRequest, StoreFault, UnknownConversation
from bot.store import Store
from bot.store.codec import MOVES, decode, encode
from bot.store.conversations import utc_now
from bot.store.database import open_engine
from bot.store.migrate import FOLDER, NEWEST, migrate, revision_of
from bot.store.tables import metadata
from bot.turn import Answer, Evidence, Flip, Focus, Hit, Share, Standing, State, Turn, Understanding, Utterance

ROOT = Path(__file__).resolve().parents[2]
FACT = Fact(criterion="freshness", level="weekly", said="they change weekly", turn=1)
QUESTION = Question(criterion="style", text="Strict?", choices=(Choice(id="yes", label="Yes"),), refines="some")
STANDING = Standing(
    ranking=(Share(option="rag", share=0.1 + 0.2, value=1 / 3, contributions={"freshness": 0.3}),),
    status="leaning",
    flips=(Flip(changes=(("freshness", "never"),), to="tuning"),),
)
EXAMPLES: tuple[Move, ...] = (
    Inform(card="cost"),
    Inform(card="cost", section="Why", option="rag", lead="also"),
    Note(),
    Note(new=(FACT,), changed=((FACT, replace(FACT, level="daily")),), retracted=("style",)),
    Recommend(form="lean"),
    Recommend(form="full", confirms=False),
    Explain(what="what_if", option="rag", facts=(FACT,)),
    Explain(what="sure"),
    Say(phrase="thanks", act="smalltalk"),
    Say(phrase="limit", act="decline", slots={"move": "Note", "topic": "price"}),
    Ask(question=QUESTION),
    Refer(comparison="other", card="cost"),
    Arrive(kept=(FACT,)),
    Reckon(what="sums", options=("rag",), refused={"requests": -5.0}, budget=500.0),
)


def make_turn(message: str = "RAG?", number: int = 1) -> Turn:
    return Turn(
        comparison="tiny",
        message=message,
        understanding=Understanding(
            utterances=(Utterance(text=message, act="question", confidence=0.9, options=("rag",)),), facts=(FACT,)
        ),
        evidence=Evidence(query=message, hits=(Hit(card="cost", score=1.0, similarity=0.5),)),
        standing=STANDING,
        decision=EXAMPLES,
        state=State(turn=number, facts=(FACT,), focus=Focus(kind="card", card="cost"), pending=QUESTION, said=("a",)),
        answer=Answer(acts=("answer", "ask"), reply=f"Yes: {message}", question=QUESTION),
    )


def talk(store: Store, *messages: str) -> str:
    """The id of a new conversation with these messages, all answered."""
    known: str | None = None
    for message in messages:
        conversation, number = store.begin("tiny", known, message)
        known = conversation.id
        store.finish(known, number, make_turn(message, number))
    assert known
    return known


def count(url: str, table: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
    engine.dispose()
    return int(rows)


# The codec


@pytest.mark.parametrize("move", EXAMPLES, ids=lambda move: type(move).__name__)
def test_every_move_round_trips_to_its_own_class(move: Move) -> None:
    turn = replace(make_turn(), decision=(move,))
    restored = decode(json.loads(json.dumps(encode(turn))))
    assert restored == turn
    assert type(restored.decision[0]) is type(move)


def test_examples_cover_every_move() -> None:
    assert {type(move) for move in EXAMPLES} == set(get_args(Move))
    assert set(MOVES) == {move.__name__ for move in get_args(Move)}


def test_a_turn_of_another_version_names_the_field_but_not_the_text() -> None:
    document = encode(make_turn("my secret"))
    document["answer"] = {"acts": ["answer"], "text": "my secret"}
    with pytest.raises(StoreFault, match=r"answer\.reply") as caught:
        decode(document)
    assert "secret" not in str(caught.value)


def test_fields_added_since_get_their_defaults() -> None:
    document = encode(make_turn())
    del document["state"]["said"], document["state"]["figures"], document["understanding"]["figures"]
    assert decode(document).state.said == ()
    assert decode(document).state.figures == {}


# Conversations


def test_a_new_conversation_is_empty_and_its_id_cannot_be_guessed(store: Store) -> None:
    first, number = store.begin("tiny", None, "hello")
    second, _ = store.begin("tiny", None, "hello")
    assert (first.comparison, first.exchanges, number) == ("tiny", (), 1)
    assert first.id != second.id
    assert len(first.id) * 6 >= 128


def test_turns_come_back_as_they_were(store: Store) -> None:
    conversation = store.load(talk(store, "one", "two\n\N{SNOWMAN}", "three"))
    assert [exchange.number for exchange in conversation.exchanges] == [1, 2, 3]
    assert conversation.exchanges[1].turn == make_turn("two\n\N{SNOWMAN}", 2)
    assert conversation.unanswered is None


def test_begin_and_last_bring_only_the_last_exchange(store: Store) -> None:
    known = talk(store, "one", "two", "three")
    last = store.last(known)
    conversation, number = store.begin("tiny", known, "four")
    assert conversation == last
    assert ([exchange.number for exchange in last.exchanges], last.state.turn, number) == ([3], 3, 4)


def test_finish_twice_changes_nothing(store: Store) -> None:
    known = talk(store, "one")
    before = store.load(known)
    assert store.finish(known, 1, make_turn("one")) == 1
    assert store.load(known) == before


def test_a_turn_that_switches_the_comparison_takes_the_conversation_along(store: Store) -> None:
    known = talk(store, "one")
    _, number = store.begin("tiny", known, "switch")
    store.finish(known, number, replace(make_turn("switch", 2), comparison="other"))
    assert store.load(known).comparison == "other"


def test_a_row_can_be_read_without_this_program(store: Store, database_url: str) -> None:
    talk(store, "one")
    engine = create_engine(database_url)
    with engine.connect() as connection:
        row = connection.execute(text("SELECT message, reply, created_at, turn FROM turns")).one()
    engine.dispose()
    assert row[:2] == ("one", "Yes: one")
    assert row.created_at
    document = row.turn if isinstance(row.turn, dict) else json.loads(row.turn)
    assert document["decision"][0]["move"] == "Inform"


@pytest.mark.parametrize("known", ["none", "", "x" * 5000, "a\0b", "\ud800", "' OR 1=1"])
def test_an_unknown_conversation_is_named_as_such(store: Store, known: str) -> None:
    calls: list[Callable[[], object]] = [
        lambda: store.begin("tiny", known, "hello"),
        lambda: store.finish(known, 1, make_turn()),
        lambda: store.load(known),
        lambda: store.last(known),
        lambda: store.delete(known),
        lambda: store.feedback(known, 1, "up", ""),
    ]
    for call in calls:
        with pytest.raises(UnknownConversation, match="no conversation"):
            call()


@pytest.mark.parametrize("number", [-1, 0, 2, 10**30])
def test_a_turn_that_was_never_begun_cannot_be_finished_or_rated(store: Store, number: int) -> None:
    known = talk(store, "one")
    with pytest.raises(BadRequest, match="no turn"):
        store.finish(known, number, make_turn())
    with pytest.raises(BadRequest, match="no turn"):
        store.feedback(known, number, "up", "")


@pytest.mark.parametrize("message", ["a\0b", "half \ud83d pair"])
def test_what_no_database_can_keep_is_a_bad_message(store: Store, message: str) -> None:
    with pytest.raises(BadMessage):
        store.begin("tiny", None, message)


def test_a_reply_with_odd_characters_is_kept(store: Store) -> None:
    turn = replace(make_turn(), answer=Answer(acts=("answer",), reply="a\0b"))
    conversation, number = store.begin("tiny", None, "RAG?")
    store.finish(conversation.id, number, turn)
    assert store.load(conversation.id).exchanges[0].turn == turn


# Crashes and several writers


@pytest.mark.parametrize("answered", [0, 1])
def test_a_kill_between_begin_and_finish_keeps_the_message(database_url: str, answered: int) -> None:
    store = Store.open(database_url, patience=0.2)
    known = talk(store, "one") if answered else None
    script = (
        "import os, sys; from bot.store import Store\n"
        "url, known = sys.argv[1:]; conversation, _ = Store.open(url).begin('tiny', known or None, 'lost')\n"
        "print(conversation.id, flush=True); os._exit(9)"
    )
    done = run_python(script, database_url, known or "")
    assert done.returncode == 9
    known = done.stdout.strip()
    assert store.load(known).unanswered == "lost"
    conversation, number = store.begin("tiny", known, "again")
    assert (conversation.unanswered, number) == ("lost", answered + 1)
    store.finish(known, number, make_turn("again", number))
    assert [exchange.turn.message for exchange in store.load(known).exchanges][answered:] == ["again"]
    store.close()


def run_python(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_a_second_message_waits_for_the_answer_to_the_first(database_url: str) -> None:
    store = Store.open(database_url, patience=30)
    conversation, _ = store.begin("tiny", None, "first")
    with ThreadPoolExecutor() as pool:
        second = pool.submit(store.begin, "tiny", conversation.id, "second")
        time.sleep(0.1)
        assert not second.done()
        store.finish(conversation.id, 1, make_turn("first"))
        before, number = second.result(timeout=30)
    assert (before.exchanges[0].turn.message, number) == ("first", 2)
    store.close()


def test_an_answer_that_comes_after_its_place_was_taken_is_not_lost(database_url: str) -> None:
    store = Store.open(database_url, patience=0)
    conversation, slow = store.begin("tiny", None, "slow")
    _, fast = store.begin("tiny", conversation.id, "fast")
    assert store.finish(conversation.id, fast, make_turn("fast")) == 1
    assert [store.finish(conversation.id, slow, make_turn("slow")) for _ in range(2)] == [2, 2]
    messages = [exchange.turn.message for exchange in store.load(conversation.id).exchanges]
    assert messages == ["fast", "slow"]
    store.close()


def test_threads_that_share_a_conversation_neither_lose_nor_mix_turns(store: Store) -> None:
    known = talk(store, "start")

    def write(name: int) -> None:
        for step in range(6):
            before, number = store.begin("tiny", known, f"{name}/{step}")
            assert before.exchanges[-1].number == number - 1
            assert store.finish(known, number, make_turn(f"{name}/{step}", number)) == number

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    exchanges = store.load(known).exchanges
    assert [exchange.number for exchange in exchanges] == list(range(1, 26))
    assert [exchange.turn.state.turn for exchange in exchanges] == list(range(1, 26))
    assert len({exchange.turn.message for exchange in exchanges}) == 25


def test_processes_that_start_together_all_open_the_store(database_url: str) -> None:
    script = (
        "import sys; from bot.store import Store\n"
        "store = Store.open(sys.argv[1])\n"
        "for step in range(5): store.begin('tiny', None, 'hello')\n"
        "store.close()"
    )
    with ThreadPoolExecutor(6) as pool:
        runs = list(pool.map(lambda _: run_python(script, database_url), range(6)))
    assert [run.stderr for run in runs if run.returncode] == []
    assert count(database_url, "turns") == 30


# Schema


def test_reopening_finds_what_was_stored(store: Store, database_url: str) -> None:
    known = talk(store, "one")
    again = Store.open(database_url)
    assert again.load(known) == store.load(known)
    again.close()


def test_the_first_schema_is_upgraded_with_its_conversations(database_url: str) -> None:
    engine = open_engine(database_url)
    migrate(engine.execution_options(writes=True), "1")
    add = text("INSERT INTO conversations VALUES ('old', 'tiny', :now, :now)")
    turn = text("INSERT INTO turns VALUES ('old', 1, 'RAG?', 'Yes', :now, :turn)")
    with engine.begin() as connection:
        connection.execute(add, {"now": utc_now()})
        connection.execute(turn, {"now": utc_now(), "turn": json.dumps(encode(make_turn()))})
    engine.dispose()
    store = Store.open(database_url)
    assert store.load("old").exchanges[0].turn == make_turn()
    store.feedback("old", 1, "up", "")
    store.close()


def test_the_migrations_make_the_tables_that_the_code_uses(store: Store, database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_database_from_a_newer_version_is_refused(store: Store, database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '999'"))
    engine.dispose()
    with pytest.raises(StoreFault, match="newer Fulcrum"):
        Store.open(database_url)


# Erasure and feedback


def test_delete_erases_everything_of_a_conversation(store: Store, database_url: str) -> None:
    known, other = talk(store, "one", "two"), talk(store, "three")
    store.feedback(known, 1, "down", "wrong")
    store.delete(known)
    with pytest.raises(UnknownConversation):
        store.load(known)
    assert (count(database_url, "turns"), count(database_url, "feedback")) == (1, 0)
    assert store.load(other).exchanges


def test_a_turn_of_a_deleted_conversation_is_not_stored(store: Store, database_url: str) -> None:
    conversation, number = store.begin("tiny", None, "one")
    store.delete(conversation.id)
    with pytest.raises(UnknownConversation):
        store.finish(conversation.id, number, make_turn())
    assert count(database_url, "turns") == 0


def test_deleted_text_is_gone_from_the_files(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'fulcrum.db'}")
    store.delete(talk(store, "zebra crossing"))
    assert not [path for path in tmp_path.iterdir() if b"zebra" in path.read_bytes()]
    store.close()


def test_purge_erases_what_was_quiet_too_long(database_url: str) -> None:
    old = Store.open(database_url, clock=lambda: utc_now() - timedelta(days=31))
    forgotten, kept = talk(old, "one"), talk(old, "two")
    store = Store.open(database_url)
    store.begin("tiny", kept, "still here")
    assert (store.purge(30), store.purge(30)) == (1, 0)
    assert store.load(kept).unanswered == "still here"
    with pytest.raises(UnknownConversation):
        store.load(forgotten)
    with pytest.raises(ValueError, match="0 or more"):
        store.purge(-1)
    old.close()
    store.close()


def test_later_feedback_replaces_earlier(store: Store, database_url: str) -> None:
    known = talk(store, "one")
    store.feedback(known, 1, "up", "")
    store.feedback(known, 1, "down", "no")
    engine = create_engine(database_url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT number, rating, comment FROM feedback")).all()
    engine.dispose()
    assert rows == [(1, "down", "no")]
    with pytest.raises(BadRequest, match="not text"):
        store.feedback(known, 1, "up", "\0")


# Faults


@pytest.mark.parametrize("content", [b"this is not a database" * 400, b"SQLite format 3\0" + b"\xff" * 8000])
def test_a_damaged_file_is_reported_and_left_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "fulcrum.db"
    path.write_bytes(content)
    with pytest.raises(StoreFault, match=r"fulcrum\.db.*restore a backup"):
        Store.open(f"sqlite:///{path}")
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_damage_in_the_middle_is_found_when_opening(tmp_path: Path) -> None:
    path = tmp_path / "fulcrum.db"
    store = Store.open(f"sqlite:///{path}")
    talk(store, *(f"message {number}" for number in range(40)))
    store.close()
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 8192] = b"\xaa" * 8192
    path.write_bytes(content)
    with pytest.raises(StoreFault, match="restore a backup"):
        Store.open(f"sqlite:///{path}")
    assert path.read_bytes() == bytes(content)


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreFault, match="FULCRUM_DATA"):
        Store.open(f"sqlite:///{tmp_path / 'file' / 'data' / 'fulcrum.db'}")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("mode", [0o500, 0o400])
def test_an_unwritable_folder_is_reported(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=mode)
    with pytest.raises(StoreFault, match="writable"):
        Store.open(f"sqlite:///{folder / 'fulcrum.db'}")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_existing_file_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "fulcrum.db"
    Store.open(f"sqlite:///{path}").close()
    for place, mode in ((path, 0o400), (tmp_path, 0o500)):
        before = stat.S_IMODE(place.stat().st_mode)
        place.chmod(mode)
        with pytest.raises(StoreFault, match="writable"):
            Store.open(f"sqlite:///{path}")
        place.chmod(before)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://host/name", "nonsense", ""])
def test_a_url_that_cannot_hold_conversations_is_refused(url: str) -> None:
    with pytest.raises(StoreFault, match="FULCRUM_DATABASE"):
        Store.open(url)


def test_a_server_out_of_reach_is_reported_without_its_password() -> None:
    with pytest.raises(StoreFault, match=r"on 127\.0\.0\.1") as caught:
        Store.open("postgresql://me:hush@127.0.0.1:1/fulcrum")
    assert "hush" not in str(caught.value)


def test_a_failing_database_is_a_fault_and_the_store_recovers(store: Store, database_url: str) -> None:
    known = talk(store, "my secret")
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE turns RENAME TO away"))
    with pytest.raises(StoreFault) as caught:
        store.begin("tiny", known, "my secret")
    assert not re.search("secret", str(caught.value))
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO turns"))
    engine.dispose()
    assert store.begin("tiny", known, "again")[1] == 2
    assert store.is_ready()


def test_a_store_without_its_tables_is_not_ready(store: Store, database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        for table in ("feedback", "turns", "conversations"):
            connection.execute(text(f"DROP TABLE {table}"))
    engine.dispose()
    assert not store.is_ready()


def test_an_sqlite_file_is_durable_and_private(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "fulcrum.db"
    engine = open_engine(f"sqlite:///{path}")
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    with engine.connect() as connection:
        assert [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names] == ["wal", 2, 1, 10000]
    engine.dispose()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_newest_revision_is_the_head_of_the_migrations(database_url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    assert ScriptDirectory.from_config(config).get_current_head() == NEWEST
    Store.open(database_url).close()
    engine = create_engine(database_url)
    assert revision_of(engine) == NEWEST
    engine.dispose()
