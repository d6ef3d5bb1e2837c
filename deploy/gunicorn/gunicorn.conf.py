"""How gunicorn serves the site; every number can be changed by the variable beside it."""

import gc
import os


def _number(name, default):
    return int(os.environ.get(name, "").strip() or default)


wsgi_app = "newsportal.wsgi:application"
bind = os.environ.get("GUNICORN_BIND") or f"127.0.0.1:{_number('PORT', 8000)}"

# One request at a time in each process gave the steadiest times on two cores behind nginx. Threads help where readers
# connect to gunicorn directly and hold slow connections open; more than one turns the worker class into gthread.
workers = _number("GUNICORN_WORKERS", 2)
threads = _number("GUNICORN_THREADS", 1)
worker_class = "gthread" if threads > 1 else "sync"

timeout = _number("GUNICORN_TIMEOUT", 30)  # seconds
graceful_timeout = _number("GUNICORN_GRACEFUL_TIMEOUT", 30)  # seconds a request has left after a stop or a reload
keepalive = 5  # seconds

# A new process now and then keeps a slow leak harmless; the jitter keeps workers from leaving together. Kept pages are
# requests too, thousands a second, and a new process has none of them yet: so not too often.
max_requests = _number("GUNICORN_MAX_REQUESTS", 2_000_000)
max_requests_jitter = max_requests // 10

# No preloading: every worker opens its own connections and threads, and a reload reads new code.
preload_app = False

# It listens at one path for all of a user's instances, and nothing here needs it.
control_socket_disable = True

# Whose X-Forwarded-* headers are believed: the proxy's addresses, separated by commas.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS") or "127.0.0.1,::1"

# One letter of an Arabic address is six bytes of a request line.
limit_request_line = 8190  # bytes
limit_request_fields = 100
limit_request_field_size = 8190  # bytes


def when_ready(server):
    """Processes share what the master has loaded, as long as no collection of garbage writes to it: 3 MiB of two."""
    gc.collect()
    gc.freeze()


def post_worker_init(worker):
    """Each process keeps the newsroom's clock; a row is done by whichever comes first."""
    from django.apps import apps

    if apps.ready:  # `make bench` serves an application without Django too
        from articles import clock

        clock.start()


errorlog = "-"
accesslog = os.environ.get("GUNICORN_ACCESS_LOG") or None  # the proxy writes one already; "-" prints it here
