"""Other processes of the newsroom, on the database of the test that runs. The test needs `transaction=True`."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


def environment():
    """The variables that lead another process to the database of this test."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        url = f"sqlite:///{name}"
    else:
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    return os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "newsportal.settings"}


def start(*command, **options):
    """Start a Python program with the project on its path."""
    return subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=environment() | {"PYTHONPATH": str(ROOT)}, text=True, **options
    )
