"""A real Cyrus IMAP 3.6 on this machine, with TLS. It answers differently from Dovecot in many small ways.

One thing is switched off here: by itself it writes "X" over 8-bit letters in header fields (munge8bit).
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from servers.debian import Program, debian_program
from servers.imap_server import NOBODY, PATIENCE, ImapServer

ADMINISTRATOR = "administrator"
"""May do everything; sees the folder Drafts of `user` as user/USER/Drafts."""

_CONFIGURATION = """configdirectory: {folder}/conf
partition-default: {folder}/spool
defaultpartition: default
admins: {admin}
cyrus_user: {user}
cyrus_group: {group}
allowplaintext: yes
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {folder}/sasldb2
sasl_mech_list: PLAIN LOGIN
unixhierarchysep: {slashes}
altnamespace: {altnamespace}
virtdomains: off
autocreate_quota: 0
autocreate_post: yes
autocreate_inbox_folders: {folders}
autocreate_subscribe_folders: {folders}
{special}
specialusealways: {always}
tls_server_cert: {folder}/tls/server.pem
tls_server_key: {folder}/tls/server.key
tls_session_timeout: 0
proc_path: {folder}/proc
mboxname_lockpath: {folder}/lock
idlesocket: {folder}/sockets/idle
lmtpsocket: {folder}/sockets/lmtp
notifysocket: {folder}/sockets/notify
conversations: no
imapidlepoll: 1
skiplist_unsafe: yes
expunge_mode: immediate
delete_mode: immediate
specialuse_protect: \\Flagged
munge8bit: no
"""

_SERVICES = """START {{
  recover cmd="{programs}/ctl_cyrusdb -C {folder}/imapd.conf -r"
  idled cmd="{programs}/idled -C {folder}/imapd.conf"
}}
SERVICES {{
  imap cmd="{programs}/imapd -C {folder}/imapd.conf -U 30" listen="127.0.0.1:{port}" prefork=1 maxchild=50
  imaps cmd="{programs}/imapd -s -C {folder}/imapd.conf -U 30" listen="127.0.0.1:{tls_port}" prefork=1 maxchild=50
}}
EVENTS {{
}}
"""


class Cyrus(ImapServer):
    """`folders` are made and subscribed for every user; `special` says whether they are told what they are for.

    It tells it only to those who ask (LIST ... RETURN), as it does unless an administrator changes that, or with
    `always` to everybody. Without `altnamespace`, folders are called INBOX.Drafts (with `slashes`, INBOX/Drafts).
    """

    name = "cyrus"

    def __init__(
        self,
        users: Iterable[str] = ("runa",),
        *,
        folders: Sequence[str] = ("Drafts", "Sent", "Junk", "Trash", "Archive"),
        special: bool = True,
        always: bool = False,
        altnamespace: bool = True,
        slashes: bool = True,
    ) -> None:
        super().__init__(users)
        self._folders, self._special, self._always = folders, special, always
        self._altnamespace, self._slashes = altnamespace, slashes
        self._program: Program

    def _prepare(self) -> None:
        self._program = debian_program("cyrmaster", "cyrus-imapd", "sasl2-bin")
        for part in ("conf", "spool", "proc", "lock", "sockets"):
            (self.folder / part).mkdir()
        # The database of passwords is made by a program of its own, as the one who will read it.
        self.hand_over(self.folder)
        for user in (*self.users, ADMINISTRATOR):
            self._let_in(user)

    def add_user(self, user: str) -> None:
        self.users.append(user)
        self._let_in(user)

    def _let_in(self, user: str) -> None:
        subprocess.run(
            [self._password_program(), "-c", "-p", "-f", self.folder / "sasldb2", "-u", socket.gethostname(), user],
            input=self.password(user).encode(),
            check=True,
            capture_output=True,
            timeout=PATIENCE,
            env={**self._environment()},
            user=self.nobody,
            group=self.nobody,
        )

    def _environment(self) -> Mapping[str, str]:
        environment = self._program.environment()
        root = self._program.root
        plugins = [*root.glob("usr/lib/*/sasl2")] if root is not None else []
        if plugins:
            environment["SASL_PATH"] = str(plugins[0])
        return environment

    def _command(self) -> list[str]:
        uid = NOBODY if os.geteuid() == 0 else os.geteuid()
        programs = (self._program.root or Path("/")) / "usr/lib/cyrus/bin"
        special = ("drafts", "sent", "junk", "trash", "archive") if self._special else ()
        (self.folder / "imapd.conf").write_text(
            _CONFIGURATION.format(
                folder=self.folder,
                admin=ADMINISTRATOR,
                user=pwd.getpwuid(uid).pw_name,
                group=_group(uid),
                slashes=_yes(self._slashes),
                altnamespace=_yes(self._altnamespace),
                always=_yes(self._always),
                folders="|".join(self._folders),
                special="\n".join(f"xlist-{use}: {use.title()}" for use in special),
            )
        )
        (self.folder / "cyrus.conf").write_text(
            _SERVICES.format(programs=programs, folder=self.folder, port=self.port, tls_port=self.tls_port)
        )
        (self.folder / "master.pid").unlink(missing_ok=True)
        return [
            str(self._program.path),
            *("-C", f"{self.folder}/imapd.conf"),
            *("-M", f"{self.folder}/cyrus.conf"),
            *("-p", f"{self.folder}/master.pid"),
        ]

    def _password_program(self) -> str:
        unpacked = (self._program.root or Path("/")) / "usr/sbin/saslpasswd2"
        return str(unpacked) if unpacked.exists() else shutil.which("saslpasswd2") or "/usr/sbin/saslpasswd2"


def _group(uid: int) -> str:
    import grp

    return grp.getgrgid(NOBODY if uid == NOBODY else os.getegid()).gr_name


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"
