"""One thread decides and serves the others while it waits; each mailbox lives in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from afterword.errors import WorldError
from afterword.mailboxes.contract import Mailbox, NamesFolders, Role
from afterword.mailboxes.memory import MemoryMailbox
from afterword.mailboxes.threaded import ThreadedMailbox, gather
from afterword.running.hub import Answer, Hub, Stopped
from afterword.running.worker import Worker

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
RAW = b"From: a@b.example\r\nMessage-ID: <1@b.example>\r\n\r\nHello\r\n"


class Subject:
    """Something with a life of its own."""

    def __init__(self) -> None:
        self.threads: set[int] = set()
        self.closed = threading.Event()

    def touch(self) -> int:
        self.threads.add(threading.get_ident())
        return len(self.threads)

    def close(self) -> None:
        self.touch()
        self.closed.set()


@pytest.fixture(name="hub")
def _hub() -> Iterator[Hub]:
    hub = Hub()
    yield hub
    hub.close()


def test_every_job_runs_in_the_one_thread_of_its_subject(hub: Hub) -> None:
    """The close as well."""
    worker = Worker(Subject(), "one", hub)
    answers = [worker.begin(Subject.touch) for _ in range(3)]
    hub.wait(answers)
    worker.close(10)

    assert [1, 1, 1] == [answer.result() for answer in answers]
    assert worker.subject.closed.is_set()
    assert 1 == worker.subject.touch() - 1


def test_waiting_thread_does_what_the_others_ask(hub: Hub) -> None:
    """A job of the worker's asks for something that only the deciding thread may do."""
    here = threading.get_ident()
    worker = Worker(Subject(), "one", hub)
    answer = worker.begin(lambda _: hub.call(threading.get_ident))
    hub.wait([answer])

    assert here == answer.result()


def test_error_comes_to_who_asked(hub: Hub) -> None:
    """In either direction."""
    worker = Worker(Subject(), "one", hub)

    def fails() -> None:
        raise WorldError("no network")

    def asks(_: Subject) -> str:
        try:
            hub.call(fails)
        except WorldError as error:
            return f"heard: {error}"
        return "nothing"

    assert "heard: no network" == worker.ask(asks)
    with pytest.raises(WorldError, match="no network"):
        worker.ask(lambda _: fails())


def test_patience_ends_and_the_job_goes_on(hub: Hub) -> None:
    """What comes after it in the same thread comes after it."""
    goes_on = threading.Event()
    worker = Worker(Subject(), "slow", hub)
    with pytest.raises(WorldError, match=r"slow has not answered for 0\.01 seconds"):
        worker.ask(lambda _: goes_on.wait(), 0.01)
    busy = worker.busy
    later = worker.begin(Subject.touch)
    goes_on.set()
    hub.wait([later])

    assert busy
    assert 1 == later.result()


def test_stop_ends_the_wait_for_a_job_that_never_ends(hub: Hub) -> None:
    """And a thread that asks the deciding one meanwhile is told."""
    never = threading.Event()
    worker = Worker(Subject(), "stuck", hub)
    answer = worker.begin(lambda _: never.wait())
    threading.Timer(0.01, hub.stop).start()
    with pytest.raises(Stopped):
        hub.wait([answer])
    with pytest.raises(Stopped):
        worker.ask(Subject.touch)
    hub.close()
    asking: Answer[int] = Answer()
    thread = threading.Thread(target=lambda: asking.fill(lambda: hub.call(lambda: 1)))
    thread.start()
    thread.join(30)
    never.set()

    with pytest.raises(Stopped):
        asking.result()


def test_a_thread_that_waits_to_be_served_is_told_of_the_end(hub: Hub) -> None:
    """It asked before, and nobody will answer."""
    asking: Answer[int] = Answer()
    thread = threading.Thread(target=lambda: asking.fill(lambda: hub.call(lambda: 1)), daemon=True)
    thread.start()
    while thread.is_alive() and not hub._calls:
        thread.join(0.001)
    hub.close()
    thread.join(30)

    with pytest.raises(Stopped):
        asking.result()


def test_job_that_ends_in_time_is_waited_for_when_it_stops(hub: Hub) -> None:
    """An append whose end is near is seen to its end."""
    goes_on = threading.Event()
    worker = Worker(Subject(), "append", hub)
    answer = worker.begin(lambda _: goes_on.wait())
    hub.stop()
    threading.Timer(0.01, goes_on.set).start()

    assert hub.wait([answer], last_words=30.0)
    assert answer.result()


def test_sleep_ends_when_it_is_woken(hub: Hub) -> None:
    """Also by a call that came before it."""
    hub.wake()
    hub.sleep(3600)
    threading.Timer(0.01, hub.wake).start()
    hub.sleep(3600)
    finished = Worker(Subject(), "one", hub).begin(Subject.touch)
    hub.sleep(3600, until=lambda: finished.done)

    assert finished.done


def test_what_is_done_meanwhile_gives_way_to_a_job(hub: Hub) -> None:
    """A wait for news ends when there is something to do, and begins again after it."""
    rings, waits = threading.Semaphore(0), threading.Semaphore(0)

    def between(_: Subject) -> bool:
        waits.release()
        rings.acquire()
        return True

    worker = Worker(Subject(), "one", hub)
    worker.meanwhile(between, rings.release)
    first = worker.ask(Subject.touch)
    waits.acquire()
    second = worker.ask(Subject.touch)
    waits.acquire()
    worker.close(10)

    assert (1, 1) == (first, second)
    assert worker.subject.closed.is_set()


def test_threaded_mailbox_is_the_mailbox(hub: Hub) -> None:
    """Every verb goes through, with what it returns and raises."""
    box = MemoryMailbox("home", lambda: NOON)
    threaded = ThreadedMailbox(box, hub)
    ref = threaded.place_draft(RAW)
    listed = threaded.listing(Role.DRAFTS)
    raw = threaded.fetch(ref, 10)
    threaded.remove_draft(ref)
    box.unreachable = WorldError("no network")

    assert ("home", [ref], RAW[:10]) == (threaded.account, [stored.ref for stored in listed.messages], raw)
    assert isinstance(threaded, NamesFolders)
    with pytest.raises(WorldError, match="no network"):
        threaded.listing(Role.DRAFTS)
    threaded.close()


def test_mailbox_that_is_still_busy_is_not_asked(hub: Hub) -> None:
    """What was begun may still be going on: nothing is queued up behind it unseen."""
    goes_on = threading.Event()
    threaded = ThreadedMailbox(MemoryMailbox("home"), hub, patience=0.01)
    threaded.worker.begin(lambda _: goes_on.wait())
    with pytest.raises(WorldError, match="home is still busy"):
        threaded.listing(Role.INBOX)
    goes_on.set()


def test_many_mailboxes_are_asked_at_once(hub: Hub) -> None:
    """Those that live in threads, and those that live here."""
    boxes: list[Mailbox] = [
        ThreadedMailbox(MemoryMailbox("one"), hub),
        MemoryMailbox("two"),
        ThreadedMailbox(MemoryMailbox("x"), hub),
    ]
    answers = gather(boxes, lambda box: (box.account, threading.get_ident()))
    told = {account: answer.result() for account, answer in answers.items()}

    assert {"one": "one", "two": "two", "x": "x"} == {account: name for account, (name, _) in told.items()}
    assert threading.get_ident() == told["two"][1]
    assert 3 == len({thread for _, thread in told.values()})
