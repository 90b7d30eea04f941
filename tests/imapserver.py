"""A real dovecot on a free port, with one mailbox, and a token server in front of it that it asks about XOAUTH2."""

from __future__ import annotations

import itertools
import json
import os
import pwd
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from imaplib import IMAP4
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.mailserver import free_port

USER, PASSWORD = "antwoord@reply.example.org", "geheim/1"
CERTIFICATE = Path(__file__).parent / "service" / "selfsigned.pem"

_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {staff}
default_internal_group = {group}
default_login_user = {staff}
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 1
mail_location = maildir:{folder}/mail
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{certificate}
disable_plaintext_auth = no
auth_failure_delay = 0
auth_mechanisms = plain login xoauth2
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}
}}
namespace inbox {{
  inbox = yes
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service stats {{
  chroot =
}}
"""

_OAUTH2 = """
introspection_mode = get
introspection_url = http://127.0.0.1:{port}/who?token=
username_attribute = user
active_attribute = active
active_value = true
"""


class ImapServer:
    """``with ImapServer() as server``: listens until the block ends."""

    def __init__(self) -> None:
        self.port, self.tls_port = free_port(), free_port()
        self.tokens = TokenServer()
        self._numbers = itertools.count(1)
        self._folder = Path(tempfile.mkdtemp(prefix="dovecot"))  # not below pytest's: sockets have short names
        self._mail = self._folder / "mail"
        self._process: subprocess.Popen | None = None

    def __enter__(self) -> ImapServer:
        self.tokens.start()
        self._write_config()
        self.start()
        return self

    def __exit__(self, *error) -> None:
        self.stop()
        self.tokens.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    certificate = CERTIFICATE

    @property
    def url(self) -> str:
        return f"imap://{USER.replace('@', '%40')}:{PASSWORD.replace('/', '%2F')}@127.0.0.1:{self.port}/INBOX"

    @property
    def log(self) -> str:
        return (self._folder / "log").read_text()

    def start(self) -> None:
        """Start, and wait until it answers."""
        self._process = subprocess.Popen(["/usr/sbin/dovecot", "-F", "-c", str(self._folder / "dovecot.conf")])
        for _ in range(200):
            try:
                IMAP4("127.0.0.1", self.port, timeout=5).logout()
                return
            except (OSError, IMAP4.error):
                time.sleep(0.05)
        raise RuntimeError(f"dovecot did not start: {self.log}")

    def stop(self) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(timeout=20)

    def empty(self) -> None:
        """Throw every mail and folder away."""
        with closing(_Client(self)) as client:
            for name, mails in self.folders().items():
                client.select(f'"{name}"')
                if mails:
                    client.store("1:*", "+FLAGS", r"\Deleted")
                    client.expunge()
                client.unselect()
                if name != "INBOX":
                    client.delete(f'"{name}"')

    def deliver(self, raw: bytes) -> None:
        """Put a mail in the mailbox as a delivering server does: whole or not at all."""
        name = f"{time.time():.6f}.{next(self._numbers)}.test"
        path = self._mail / "tmp" / name
        path.write_bytes(raw)
        self._give(path)
        path.rename(self._mail / "new" / name)

    @contextmanager
    def without_folders(self) -> Iterator[None]:
        """Until the block ends the folder for mail that was read cannot be made: a file stands in its way."""
        in_the_way = self._mail / ".Kapstok verwerkt"
        in_the_way.touch()
        try:
            yield
        finally:
            in_the_way.unlink()

    def folders(self) -> dict[str, list[bytes]]:
        """The mails in every folder, oldest first."""
        with closing(_Client(self)) as client:
            names = [line.decode().rpartition(' "." ')[2].strip('"') for line in client.list()[1] if line]
            return {name: client.mails(name) for name in names}

    def _write_config(self) -> None:
        root = os.geteuid() == 0
        staff = pwd.getpwnam("dovecot") if root else pwd.getpwuid(os.geteuid())
        owner = pwd.getpwnam("nobody") if root else staff  # never root's own mail: dovecot refuses that
        self._owner = (owner.pw_uid, owner.pw_gid) if root else None
        self._folder.chmod(0o755)
        values = {"folder": self._folder, "certificate": CERTIFICATE, "port": self.port, "tls_port": self.tls_port}
        group = subprocess.run(["id", "-gn", staff.pw_name], capture_output=True, text=True, check=True).stdout.strip()
        values |= {"staff": staff.pw_name, "group": group, "uid": owner.pw_uid, "gid": owner.pw_gid}
        (self._folder / "dovecot.conf").write_text(_CONFIG.format(password=PASSWORD, **values))
        (self._folder / "oauth2.conf").write_text(_OAUTH2.format(port=self.tokens.port))
        for name in ("", "cur", "new", "tmp"):
            (self._mail / name).mkdir(exist_ok=True)
            self._give(self._mail / name)

    def _give(self, path: Path) -> None:
        if self._owner:
            os.chown(path, *self._owner)


class _Client(IMAP4):
    """Looks into the mailbox past Kapstok."""

    def __init__(self, server: ImapServer):
        super().__init__("127.0.0.1", server.port, timeout=10)
        self.login(f'"{USER}"', PASSWORD)

    def mails(self, folder: str) -> list[bytes]:
        self.select(f'"{folder}"', readonly=True)
        numbers = self.search(None, "ALL")[1][0].split()
        return [self.fetch(number.decode(), "(BODY.PEEK[])")[1][0][1] for number in numbers]

    def close(self) -> None:
        self.logout()


class TokenServer:
    """Hands out access tokens for the right client and secret, and tells dovecot which of them still hold."""

    def __init__(self) -> None:
        self.handed_out: list[str] = []
        self.valid: set[str] = set()
        self.requests: list[dict[str, str]] = []
        self.lifetime = 3600  # seconds that a token says to hold
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                owner.requests.append({name: values[0] for name, values in form.items()})
                self._say(*owner.token(owner.requests[-1]))

            def do_GET(self) -> None:
                token = parse_qs(urlsplit(self.path).query).get("token", [""])[0]
                self._say(200, {"active": str(token in owner.valid).lower(), "user": USER})

            def _say(self, status: int, answer: dict) -> None:
                body = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port

    certificate = CERTIFICATE

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/token"

    def token(self, form: dict[str, str]) -> tuple[int, dict]:
        if (form.get("client_id"), form.get("client_secret")) != ("kapstok", PASSWORD):
            return 401, {"error": "invalid_client", "error_description": "Wrong secret"}
        token = f"token-{len(self.handed_out) + 1}"
        self.handed_out.append(token)
        self.valid.add(token)
        return 200, {"access_token": token, "token_type": "Bearer", "expires_in": self.lifetime}

    def start(self) -> None:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
