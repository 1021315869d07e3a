"""What docs/accounts.md shows can be copied: each account is right in every word, and opens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from afterword.mailboxes.gmail import GmailMailbox
from afterword.oauth.providers import providers
from afterword.oauth.wanted import of_account
from afterword.owner.configuration import load_configuration
from afterword.world import mailboxes_of
from daemon.owner.test_calendars import HEAD

DOCUMENT = Path(__file__).parents[2] / "docs" / "accounts.md"
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
ACCOUNTS = [block for block in BLOCKS if block.startswith("accounts:")]
OTHERS = [block for block in BLOCKS if block not in ACCOUNTS]


@pytest.mark.parametrize("block", ACCOUNTS)
def test_every_account_in_the_document_can_be_opened(
    block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is asked of anybody yet."""
    monkeypatch.setenv("AFTERWORD_CONFIG_DIR", str(tmp_path))
    (tmp_path / "config.yaml").write_text(HEAD.partition("accounts:")[0] + block, encoding="utf-8")
    configuration = load_configuration(tmp_path)
    (entry,) = configuration.accounts
    (mailbox,) = mailboxes_of(configuration)

    assert (entry.gmail is not None) == isinstance(mailbox, GmailMailbox)
    assert ("oauth" in block or "gmail" in block) == (of_account(entry) is not None)
    mailbox.close()


def test_the_provider_in_the_document_is_known(tmp_path: Path) -> None:
    """As the owner's own file, beside those that ship."""
    (block,) = OTHERS
    (tmp_path / "providers.yaml").write_text(block, encoding="utf-8")

    assert {"google", "microsoft", "example"} == set(providers(tmp_path))
