"""The servers of a test run end with it, in whatever way it ends."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

KEEPER = Path(__file__).resolve().parent.parent / "keeper.py"


def start(*wanted):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, KEEPER, *wanted], start_new_session=True, **pipes)


@pytest.mark.valkey
def test_the_keeper_leaves_nothing_behind_when_its_input_closes():
    keeper = start("valkey")
    environment = json.loads(keeper.stdout.readline())["environment"]
    folder = Path(environment["NEWSPORTAL_TEST_FOLDER"])
    assert (folder / "valkey" / "socket").is_socket()
    keeper.communicate()
    assert keeper.returncode == 0
    assert not folder.exists()


def test_the_keeper_ends_when_its_parent_is_killed(tmp_path):
    code = (
        "import subprocess, sys; keeper = subprocess.Popen([sys.executable, sys.argv[1]], stdin=subprocess.PIPE,"
        "stdout=subprocess.PIPE, text=True, start_new_session=True);"
        "print(keeper.stdout.readline(), flush=True); keeper.wait()"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, KEEPER], stdout=subprocess.PIPE, text=True)
    folder = Path(json.loads(parent.stdout.readline())["environment"]["NEWSPORTAL_TEST_FOLDER"])
    assert folder.exists()
    parent.kill()
    parent.communicate()
    end = time.monotonic() + 10
    while folder.exists() and time.monotonic() < end:
        os.sched_yield()
    assert not folder.exists()
