"""Who tries too often waits: for a password, and for a letter to set one. The counting is django-axes'."""

import math

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models import Max, Sum
from django.shortcuts import render
from django.utils import timezone

from . import visitors

MOST_OF_AN_ADDRESS = 50  # failures, whatever the names
LETTER = "letter for a password"  # stands where a name is counted; no name has a space in it


def _recent(**which):
    return AccessAttempt.objects.filter(attempt_time__gt=timezone.now() - settings.AXES_COOLOFF_TIME, **which)


class Handler(AxesDatabaseHandler):
    def get_failures(self, request, credentials=None):
        """Failures for this name from this address; who tries one name after the other is stopped too."""
        tried = _recent(ip_address=request.axes_ip_address).aggregate(total=Sum("failures_since_start"))
        if (tried["total"] or 0) >= MOST_OF_AN_ADDRESS:
            return settings.AXES_FAILURE_LIMIT
        return super().get_failures(request, credentials)


def client(username, ip_address, user_agent, path_info, request):
    """Who it was, for the log: no name, for people type passwords into the wrong field."""
    return visitors.shortened(visitors.address_of(request)) or "an unknown address"


def locked_out(request, response=None, credentials=None):
    """The page for who has to wait, the same whether or not there is such an account."""
    last = _recent(ip_address=request.axes_ip_address).aggregate(at=Max("attempt_time"))["at"]
    seconds = math.ceil((last + settings.AXES_COOLOFF_TIME - timezone.now()).total_seconds()) if last else 1
    page = render(request, "accounts/locked_out.html", {"minutes": math.ceil(seconds / 60)}, status=429)
    page.headers["Retry-After"] = str(seconds)
    return page


def refused(request, what):
    """Count a request of this kind; return the page for who asked too often, or None."""
    credentials = {"username": what}
    if AxesProxyHandler.is_allowed(request, credentials):
        user_login_failed.send(__name__, credentials=credentials, request=request)
    else:
        request.axes_locked_out = True
    return locked_out(request) if request.axes_locked_out else None


def is_locked(user):
    """Is there an address from which this account cannot be opened for now?"""
    tried = _recent(username=user.get_username()).values("ip_address").annotate(total=Sum("failures_since_start"))
    return tried.filter(total__gte=settings.AXES_FAILURE_LIMIT).exists()


def unlock(user):
    """Forget what was tried in the name of this account."""
    AccessAttempt.objects.filter(username=user.get_username()).delete()
