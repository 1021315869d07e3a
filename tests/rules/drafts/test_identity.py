"""The names of follow-ups and drafts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword_rules.drafts.identity import draft_message_id, follow_up_key

MESSAGE_ID = re.compile(r"<[0-9a-f]{40}@[a-z0-9.-]+>")


def test_key_is_readable() -> None:
    """A key tells kind, occasion and person."""
    key = follow_up_key("thank_you", "2026-03-10T16:15:00Z", "Ada@Quarry.example")

    assert key == "thank_you/2026-03-10t16:15:00z/ada@quarry.example"


def test_key_ignores_case_and_spacing() -> None:
    """The same person written differently gives the same key."""
    assert follow_up_key("outreach", "x", "Ada  Quarry ") == follow_up_key("outreach", "x", "ada quarry")


def test_key_parts_never_run_together() -> None:
    """A slash within a part is not a boundary."""
    assert follow_up_key("a", "b/c") != follow_up_key("a", "b", "c")


def test_message_id_is_the_same_every_time() -> None:
    """The same follow-up of the same owner always has the same Message-ID."""
    first = draft_message_id("thank_you/1/ada@quarry.example", "Nell@Home.example")

    assert first == draft_message_id("thank_you/1/ada@quarry.example", "nell@home.example")


def test_message_id_stands_on_the_owners_domain() -> None:
    """Nothing but a digest and the owner's own domain stands in the id."""
    message_id = draft_message_id("thank_you/1/ada@quarry.example", "nell@home.example")

    assert MESSAGE_ID.fullmatch(message_id)
    assert message_id.endswith("@home.example>")
    assert "afterword" not in message_id
    assert "thank" not in message_id


def test_message_id_differs_by_follow_up() -> None:
    """Two follow-ups never share an id."""
    assert draft_message_id("a/1", "n@home.example") != draft_message_id("a/2", "n@home.example")


@pytest.mark.parametrize("address", ["", "nell", "nell@", "nell@ho me.example", "nell@home\r\nX: y", "@", "a@.."])
def test_unusable_address_gives_a_reserved_domain(address: str) -> None:
    """An address without a usable domain still gives a proper id."""
    assert draft_message_id("k", address).endswith("@localhost.invalid>")


def test_international_domain_is_written_in_ascii() -> None:
    """A domain with umlauts stands in its ASCII form (RFC 5890)."""
    assert draft_message_id("k", "nell@grün.example").endswith("@xn--grn-ioa.example>")


@given(st.text(), st.text())
def test_any_text_gives_an_id(key: str, address: str) -> None:
    """No key and no address breaks the form of the id."""
    assert MESSAGE_ID.fullmatch(draft_message_id(key, address))


@given(st.text(), st.text(), st.text())
def test_any_text_gives_a_key(kind: str, occasion: str, recipient: str) -> None:
    """A key of three parts has three parts, whatever stands in them."""
    key = follow_up_key(kind, occasion, recipient)

    assert key.count("/") == 2
