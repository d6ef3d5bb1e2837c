"""Telling a cache in front what changed, by HTTP: Varnish with its tags, or a network that takes the same request.

After each commit one process, whichever is first, sends `PURGE` to the address, the changed keys in `Surrogate-Key`.
How far it came is written beside the changes; so what could not be sent is sent when the target is back.
"""

import http.client
import json
import logging
import threading
from urllib.parse import urlsplit

from django.db import Error, connection, transaction

from .changes import GONE
from .models import Purged
from .news import MOST_ROWS, rows_from

logger = logging.getLogger(__name__)

PATIENCE = 2  # seconds for one request
LOOK = 5  # seconds between two looks for what could not be sent
MOST_BYTES = 4_000  # of keys in one request
EVERYTHING = "all"  # the key for everything, when too much changed to be named


class Purger:
    """Sends what changed to one address, from a thread of its own."""

    def __init__(self, address):
        self.address = address
        self._wake = threading.Event()
        self._thread = None
        self._failed = False

    def wake(self):
        """Something changed: send it now."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._work, name="purges", daemon=True)
            self._thread.start()
        self._wake.set()

    def _work(self):
        while True:
            self._wake.wait(LOOK)
            self._wake.clear()
            try:
                self.send()
                self._failed = False
            except (OSError, http.client.HTTPException, Error) as error:
                if not self._failed:
                    logger.warning("Purges wait: %s: %s", type(error).__name__, error)
                self._failed = True
            finally:
                connection.close()

    def send(self):
        """Send what was not sent yet; returns the keys. Raises OSError or HTTPException when they did not arrive."""
        told, is_new = Purged.objects.get_or_create(address=self.address)
        if is_new:  # Nothing is in a cache that was just set up.
            _none, told.floor = rows_from(2**62)
            told.known = [pk for pk, _position, _keys in rows_from(told.floor)[0]]
            told.save()
        with transaction.atomic():
            skip = connection.features.has_select_for_update_skip_locked
            told = Purged.objects.select_for_update(skip_locked=skip).filter(pk=told.pk).first()
            if told is None:  # Another process is sending.
                return set()
            rows, floor = rows_from(told.floor)
            fresh = [(pk, keys) for pk, _position, keys in rows if pk not in told.known]
            keys = {key.removeprefix(GONE) for _pk, text in fresh for key in json.loads(text)}
            if len(rows) > MOST_ROWS or floor < told.floor:  # or it came with a copy of another server
                keys = {EVERYTHING}
            for part in _parts(sorted(keys)):
                self._request(part)
            if fresh or floor != told.floor:
                told.floor, told.known = floor, [pk for pk, position, _keys in rows if position >= floor]
                told.save()
        return keys

    def _request(self, keys):
        url = urlsplit(self.address)
        kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
        target = kind(url.netloc, timeout=PATIENCE)
        try:
            target.request("PURGE", url.path or "/", headers={"Surrogate-Key": keys})
            answer = target.getresponse()
            if answer.status >= 300:
                raise http.client.HTTPException(f"the target answers {answer.status}")
        finally:
            target.close()


def _parts(keys):
    """The keys as headers that are not too long."""
    part = ""
    for key in keys:
        if part and len(part) + len(key) >= MOST_BYTES:
            yield part
            part = ""
        part += f" {key}" if part else key
    if part:
        yield part
