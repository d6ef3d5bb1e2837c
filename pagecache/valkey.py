"""Pages in Valkey or Redis. A module of its own: its client is large, and sites of one machine do without."""

import redis

from .shared import DAY, MAKING, PATIENCE


class Valkey:
    """Pages in Valkey or Redis, which forgets them by itself."""

    def __init__(self, url):
        options = {} if url.startswith("unix:") else {"socket_connect_timeout": PATIENCE}
        # No retries: a second attempt would double the time a reader waits.
        self._client = redis.Redis.from_url(url, socket_timeout=PATIENCE, retry=None, **options)
        # The lock is given back only by the one that holds it.
        self._release = self._client.register_script(
            "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"
        )

    def get(self, key):
        return self._client.get(key)

    def put(self, key, value):
        self._client.set(key, value, ex=DAY)

    def lock(self, key, token):
        return bool(self._client.set(f"{key}|making", token, nx=True, px=MAKING * 1000))

    def unlock(self, key, token):
        self._release(keys=[f"{key}|making"], args=[token])
