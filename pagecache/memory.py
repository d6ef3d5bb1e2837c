"""The pages kept in this process."""

import threading
from collections import OrderedDict


class Memory:
    """Pages by address, the least recently used leaving when they are more than `limit` bytes."""

    def __init__(self, limit):
        self.limit, self.size = limit, 0
        self._pages = OrderedDict()
        self._lock = threading.RLock()
        self.get = self._pages.get

    def __len__(self):
        return len(self._pages)

    def all(self):
        """Every page, in a list of its own: others may use, put and drop pages meanwhile."""
        return list(self._pages.values())

    def used(self, uri):
        try:
            self._pages.move_to_end(uri)
        except KeyError:  # Another thread has just dropped it.
            pass

    def put(self, page):
        with self._lock:
            self.drop(page.uri)
            if page.size > self.limit:
                return
            self.size += page.size
            while self.size > self.limit:
                # In one step: a reader's thread may use a page between two.
                self.size -= self._pages.popitem(last=False)[1].size
            self._pages[page.uri] = page
            if not page.status.startswith("200"):
                # What is not there is the first to leave: asking for many such addresses drives one page out at most.
                self._pages.move_to_end(page.uri, last=False)

    def drop(self, uri):
        with self._lock:
            page = self._pages.pop(uri, None)
            if page is not None:
                self.size -= page.size
