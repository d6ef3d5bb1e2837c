"""Is this process alive, and can it serve? Asked by load balancers, service managers and people on call.

A feature with something to watch registers a check from ``AppConfig.ready()`` of the project.
"""

import logging
import secrets

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import clock

logger = logging.getLogger(__name__)
_checks = {}
_migrated = False


def register(name, check):
    """Call ``check()`` at every readiness probe and show what it returns (JSON-able, or None for "ok").

    One that raises has failed. Only the log says why: the answer is public and must not tell versions or hosts.
    """
    _checks[name] = check


class ProbeMiddleware:
    """Answer probes before anything asks for the host: load balancers call by address, and nothing depends on it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        view = {"/healthz/live": live, "/healthz/ready": ready}.get(request.path_info)
        return view(request) if view else self.get_response(request)


@require_safe
@never_cache
def live(request):
    """Answer 200 while the process answers at all; nothing else is asked, so that an outage restarts nobody."""
    return JsonResponse({"status": "live"})


@require_safe
@never_cache
def ready(request):
    """Answer 200 when every check passes and 503 when one does not."""
    results, failed = {}, False
    for name, check in _checks.items():
        try:
            results[name] = check() or "ok"
        except Exception:
            logger.exception("The readiness check %s failed.", name)
            results[name], failed = "failed", True
    return JsonResponse({"status": "failed" if failed else "ready", "checks": results}, status=503 if failed else 200)


def _database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations():
    """Fail while a migration of this code is missing in the database; once none is, it stays so for this process."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise RuntimeError("The database is behind the code: run the migrations.")
        _migrated = True


def _cache():
    key, value = f"health:{secrets.token_hex(8)}", secrets.token_hex(8)
    cache.set(key, value, timeout=10)
    if cache.get(key) != value:
        raise RuntimeError("The cache does not return what it was given.")


register("database", _database)
register("migrations", _migrations)
register("clock", clock.report)  # told and not failed: the pages are well, and no load balancer can help
if settings.CACHES["default"]["BACKEND"].endswith("RedisCache"):
    register("cache", _cache)
