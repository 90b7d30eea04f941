"""The door for a WSGI server and for ``flask --app wsgi``."""

from config import Config
from kapstok import create_app

app = create_app(Config())
