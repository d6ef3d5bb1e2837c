"""A program that runs verbs of the newsroom, each in a process of its own that is killed at its n-th step.

It reads orders, one JSON object a line, and answers each with `true` when the process was killed and `false` when it
came to its end. A step is an SQL statement, or the moment just before or just after a commit.
"""

import importlib
import json
import os
import signal
import sys

import django
from django.utils.dateparse import parse_datetime


def main():
    django.setup()  # without a connection: every process makes its own
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            _run(json.loads(line))
            os._exit(0)
        _pid, status = os.waitpid(pid, 0)
        if status and not os.WIFSIGNALED(status):
            raise SystemExit(f"It ended with {status}: {line}")
        print(json.dumps(os.WIFSIGNALED(status)), flush=True)


def _run(order):
    from django.db import connection

    from articles.models import Article, Revision

    module, name = order["verb"].split(".")
    verb = getattr(importlib.import_module(f"articles.{module}"), name)
    given = [Article.objects.get(pk=order["article"])] if order["article"] else []
    given += [Revision.objects.get(pk=order["revision"])] if order["revision"] else []
    moments = {key: parse_datetime(value) for key, value in order["options"].items() if key in ("at", "now")}
    options = order["options"] | moments
    steps = 0

    def step():
        nonlocal steps
        steps += 1
        if steps == order["step"]:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(execute, *args):
        step()
        return execute(*args)

    commit = connection._commit

    def committed():
        step()
        commit()
        step()

    connection._commit = committed
    with connection.execute_wrapper(statement):
        verb(*given, *order["args"], **options)


if __name__ == "__main__":
    main()
