"""The pages kept in this process."""

import threading
from collections import OrderedDict

from .changes import GONE


class Memory:
    """Pages by address, the least recently used leaving when they are more than `limit` bytes."""

    def __init__(self, limit):
        self.limit, self.size = limit, 0
        self._pages = OrderedDict()
        self._by_key = {}
        self._lock = threading.RLock()
        self.get = self._pages.get

    def __len__(self):
        return len(self._pages)

    def used(self, uri):
        try:
            self._pages.move_to_end(uri)
        except KeyError:  # Another thread has just dropped it.
            pass

    def put(self, page):
        with self._lock:
            self.drop(page.uri)
            self._pages[page.uri] = page
            if not page.status.startswith("200"):
                # What is not there is the first to leave: asking for many such addresses drives no page out.
                self._pages.move_to_end(page.uri, last=False)
            self.size += page.size
            for key in page.keys:
                self._by_key.setdefault(key, set()).add(page.uri)
            while self.size > self.limit and self._pages:
                self.drop(next(iter(self._pages)))

    def drop(self, uri):
        with self._lock:
            page = self._pages.pop(uri, None)
            if page is None:
                return
            self.size -= page.size
            for key in page.keys:
                pages = self._by_key[key]
                pages.discard(uri)
                if not pages:
                    del self._by_key[key]

    def tell(self, changes):
        """Mark as old what these changes touch; see `News`. What shows something gone is dropped."""
        with self._lock:
            if changes is None:
                for page in self._pages.values():
                    page.old = True
                return
            for position, pk, keys in changes:
                for key in keys:
                    for uri in tuple(self._by_key.get(key.removeprefix(GONE), ())):
                        page = self._pages[uri]
                        if position >= page.floor and pk not in page.known:
                            page.old = True
                            if key.startswith(GONE):
                                self.drop(uri)
