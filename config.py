"""Settings, all from the environment. Read by wsgi.py and the tests only; README.md holds the table."""

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).parent


def kept_secret(instance: Path) -> str:
    """The secret key of this installation: made once, kept in ``instance/secret_key``, readable by the owner only."""
    instance.mkdir(parents=True, exist_ok=True)
    path = instance / "secret_key"
    try:
        # O_EXCL: when web and worker start together, one makes the key and the other reads it.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
    return path.read_text().strip()


class Config:
    """One object with every setting that ``kapstok.create_app`` reads."""

    TESTING = False
    PASSWORD_HASHING: dict[str, int] = {}  # argon2id with the library's current parameters

    def __init__(self, environ=os.environ, instance: Path | None = None):
        self.INSTANCE_PATH = str(instance or Path(environ.get("INSTANCE_PATH", ROOT / "instance")))
        self.SECRET_KEY = environ.get("SECRET_KEY") or kept_secret(Path(self.INSTANCE_PATH))
        self.SQLALCHEMY_DATABASE_URI = environ.get("DATABASE_URL") or f"sqlite:///{self.INSTANCE_PATH}/kapstok.sqlite"
        self.PORT = int(environ.get("PORT") or 5000)
        self.BASE_URL = (environ.get("BASE_URL") or f"http://127.0.0.1:{self.PORT}").rstrip("/")
        self.SMTP_URL = environ.get("SMTP_URL", "")
        self.IMAP_URL = environ.get("IMAP_URL", "")
        self.REPLY_DOMAIN = environ.get("REPLY_DOMAIN", "")
        self.DKIM_SELECTOR = environ.get("DKIM_SELECTOR", "")
        self.MAIL_FROM = environ.get("MAIL_FROM", "kapstok@example.org")
        self.TOMBSTONES = environ.get("TOMBSTONES") or f"{self.INSTANCE_PATH}/tombstones"
        self.LOG_LEVEL = environ.get("LOG_LEVEL", "INFO")


class TestConfig(Config):
    """What the tests change: an instance folder of their own, errors that are loud, and passwords hashed quickly."""

    TESTING = True
    PASSWORD_HASHING = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}  # half of a page's test was hashing
    __test__ = False  # its name begins like a test's

    def __init__(self, instance: Path, database_url: str, **others):
        super().__init__(environ={"DATABASE_URL": database_url, "SECRET_KEY": "only-for-tests"}, instance=instance)
        for name, value in others.items():
            setattr(self, name, value)
