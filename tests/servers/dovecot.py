"""A real Dovecot 2.3 on this machine, with TLS, for one test or many."""

from __future__ import annotations

import json
import os
import pwd
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from servers.debian import Program, debian_program
from servers.imap_server import NOBODY, ImapServer

USUAL = {"Drafts": "\\Drafts", "Sent": "\\Sent", "Junk": "\\Junk", "Trash": "\\Trash", "Archive": "\\Archive"}

_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot-output
{unpacked}
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 0
mail_uid = {uid}
mail_gid = {gid}
mail_home = {folder}/mail/%n
mail_location = {location}
{quota}
mail_fsync = {fsync}
mailbox_list_index = yes
disable_plaintext_auth = no
auth_mechanisms = plain login{token_mechanisms}
# Else a wrong password keeps the next test waiting.
auth_failure_delay = 0
ssl = yes
ssl_cert = <{folder}/tls/server.pem
ssl_key = <{folder}/tls/server.key
ssl_dh =
imap_idle_notify_interval = 2 mins
mail_max_userip_connections = 50
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%n {folder}/users/%n
}}
userdb {{
  driver = passwd-file
  args = username_format=%n {folder}/users/%n
}}
{tokens}
namespace inbox {{
  inbox = yes
  separator = {separator}
  prefix = {prefix}
{mailboxes}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
protocol imap {{
{protocol}
}}
"""


class Dovecot(ImapServer):
    """`folders` are made and subscribed for every user: name (UTF-8) to special use, "" for none.

    `capability` is what is announced instead of what it can; `tokens` the URL of an introspection endpoint, for
    XOAUTH2 and OAUTHBEARER; `quota` a rule such as "*:storage=1M". `storage` is maildir, sdbox or mdbox.
    """

    name = "dovecot"

    def __init__(
        self,
        users: Iterable[str] = ("runa",),
        *,
        folders: Mapping[str, str] = USUAL,
        separator: str = "/",
        prefix: str = "",
        storage: str = "maildir",
        capability: str = "",
        tokens: str = "",
        quota: str = "",
        fsync: str = "optimized",
    ) -> None:
        super().__init__(users)
        self._folders = folders
        self._separator, self._prefix, self._storage = separator, prefix, storage
        self._capability, self._tokens, self._quota, self._fsync = capability, tokens, quota, fsync
        self._program: Program

    def home(self, user: str = "runa") -> Path:
        """Where the user's mail lies: `Maildir`, with the other folders inside it as Maildir++."""
        return self.folder / "mail" / user

    def _prepare(self) -> None:
        self._program = debian_program("dovecot", "dovecot-imapd")
        for part in ("run", "state", "mail", "users"):
            (self.folder / part).mkdir()
        for user in self.users:
            self.add_user(user)
        if self._program.root is not None:
            _mend_library(self._program.root / "usr/lib/dovecot/libdovecot.so.0.0.0")

    def _environment(self) -> Mapping[str, str]:
        environment = self._program.environment()
        if self._program.root is not None:
            libraries = f"{self._program.root}/usr/lib/dovecot"
            environment["LD_LIBRARY_PATH"] = (
                f"{libraries}:{libraries}/modules/old-stats:{environment['LD_LIBRARY_PATH']}"
            )
        return environment

    def _command(self) -> list[str]:
        # What a killed server left of its sockets would keep the next one from starting.
        shutil.rmtree(self.folder / "run", ignore_errors=True)
        (self.folder / "run").mkdir()
        if self._program.root is not None:
            (self.folder / "run" / "modules").symlink_to(self._program.root / "usr/lib/dovecot/modules")
        path = self.folder / "dovecot.conf"
        path.write_text(self._configuration(*_who()), encoding="utf-8")
        start = [str(self._program.path), "-F", "-c", str(path)]
        if self._program.root is None:
            return start
        # It would look for its own reader of configurations in /usr/bin only; the other way round works.
        return [f"{self._program.root}/usr/bin/doveconf", "-c", str(path), "-m", "master", "-p", "-e", *start]

    def add_user(self, user: str) -> None:
        if user not in self.users:
            self.users.append(user)
        uid, gid = _who()
        # A file for each: a common one is read again only when a second has gone by.
        path = self.folder / "users" / user
        path.write_text(f"{user}:{{PLAIN}}{self.password(user)}:{uid}:{gid}::{self.home(user)}::\n")
        self.hand_over(path)

    def _configuration(self, uid: int, gid: int) -> str:
        import grp

        root = self._program.root
        plugins = [*(["quota", "imap_quota"] if self._quota else [])]
        protocol = [f"  mail_plugins = $mail_plugins {' '.join(plugins)}"] if plugins else []
        protocol += [f"  imap_capability = {self._capability}"] if self._capability else []
        return _CONFIGURATION.format(
            folder=self.folder,
            unpacked=f"libexec_dir = {root}/usr/lib/dovecot\nmail_plugin_dir = {root}/usr/lib/dovecot/modules\n"
            "import_environment = TZ LD_LIBRARY_PATH"
            if root
            else "",
            user=pwd.getpwuid(uid).pw_name,
            group=grp.getgrgid(gid).gr_name,
            uid=uid,
            gid=gid,
            location={"maildir": "maildir:~/Maildir", "sdbox": "sdbox:~/sdbox", "mdbox": "mdbox:~/mdbox"}[
                self._storage
            ],
            quota=f"plugin {{\n  quota = count:User quota\n  quota_vsizes = yes\n  quota_rule = {self._quota}\n}}"
            if self._quota
            else "",
            fsync=self._fsync,
            token_mechanisms=" xoauth2 oauthbearer" if self._tokens else "",
            tokens=self._token_check(),
            separator=self._separator,
            prefix=self._prefix,
            mailboxes="\n".join(_mailbox(name, use) for name, use in self._folders.items()),
            port=self.port,
            tls_port=self.tls_port,
            protocol="\n".join(protocol),
        )

    def _token_check(self) -> str:
        if not self._tokens:
            return ""
        path = self.folder / "oauth2.conf"
        path.write_text(
            f"introspection_url = {self._tokens}\nintrospection_mode = post\n"
            "username_attribute = username\nactive_attribute = active\nactive_value = true\n"
        )
        return f"passdb {{\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = {path}\n}}"


def _who() -> tuple[int, int]:
    return (NOBODY, NOBODY) if os.geteuid() == 0 else (os.geteuid(), os.getegid())


def _mend_library(library: Path) -> None:
    """Let it look for TLS where it was unpacked: that one path stands in it, and no setting changes it.

    Dovecot's programs start in their `base_dir`, where a link leads to the modules.
    """
    fixed, free = b"/usr/lib/dovecot/modules\0", b"/proc/self/cwd/modules\0"
    content = library.read_bytes()
    if fixed in content:
        half = library.with_name(f"{library.name}.{os.getpid()}")
        half.write_bytes(content.replace(fixed, free.ljust(len(fixed), b"\0")))
        half.chmod(0o644)
        half.rename(library)


def _mailbox(name: str, use: str) -> str:
    told = f"    special_use = {use}\n" if use else ""
    return f"  mailbox {json.dumps(name, ensure_ascii=False)} {{\n    auto = subscribe\n{told}  }}"
