"""Log records as one JSON object a line, safe to read in a terminal and to feed to a collector."""

import json
import logging
import re
import time
from datetime import UTC, datetime

MINUTE = 60  # seconds
MESSAGE_LENGTH, TRACEBACK_LENGTH = 2_000, 10_000  # characters

# json escapes line feeds and their like. These are left: the second set of control characters, marks that reorder or
# hide text, other line breaks, and lone surrogates, which no UTF-8 stream takes.
_TRICKY = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")

# Whoever reads the log must not walk in by it.
_SECRETS = re.compile(r"(/preview/|/password-reset/[^/\s]+/)[^/\s\"\\]+")


# Of a pool that was thrown away: its threads end when the database has refused them.
_NO_NEWS = "couldn't stop thread %r within %s seconds"


class Seldom(logging.Filter):
    """Let each message through once a minute, whatever it names: a pool says at every try that the database is away."""

    def __init__(self):
        super().__init__()
        self._silent_until = {}

    def filter(self, record):
        is_silent = record.msg == _NO_NEWS or time.monotonic() < self._silent_until.get(record.msg, 0)
        if not is_silent:
            self._silent_until[record.msg] = time.monotonic() + MINUTE
        return not is_silent


class JsonFormatter(logging.Formatter):
    """Write time (UTC), level, logger, message and, where there is one, the end of the traceback."""

    def format(self, record):
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage()[:MESSAGE_LENGTH],
        }
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)[-TRACEBACK_LENGTH:]
        line = _SECRETS.sub(r"\1…", json.dumps(entry, ensure_ascii=False))
        return _TRICKY.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
