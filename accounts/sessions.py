"""Sessions in the database, a row for each, so that people see where they are logged in and can end it.

A session ends after `IDLE` without a request, and when its cookie does, however busy it was.
"""

import datetime

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.dispatch import receiver
from django.utils import timezone

from . import visitors

IDLE = datetime.timedelta(days=14)
NOTED = datetime.timedelta(minutes=5)  # how exactly the last request is known
AGENT_LENGTH = 300


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls):
        from .models import Session

        return Session

    def _get_session_from_db(self):
        row = super()._get_session_from_db()
        now = timezone.now()
        if row and row.seen_at < now - NOTED:
            self.model.objects.filter(pk=row.pk).update(seen_at=now, expire_date=_end(row.began_at, now))
        return row

    def create_model_instance(self, data):
        row, now, login = super().create_model_instance(data), timezone.now(), data.get("login", {})
        row.user_id = data.get(SESSION_KEY)
        row.agent, row.address = login.get("agent", ""), login.get("address", "")
        row.began_at = datetime.datetime.fromisoformat(login["at"]) if login else now
        row.seen_at, row.expire_date = now, _end(row.began_at, now)
        return row


def _end(began, now):
    return min(now + IDLE, began + datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE))


@receiver(user_logged_in)
def note(sender, request, **kwargs):
    """Write down who comes in, and sweep out the sessions that have ended."""
    now = timezone.now()
    SessionStore.get_model_class().objects.filter(expire_date__lt=now).delete()
    request.session["login"] = {
        "at": now.isoformat(),
        "agent": request.META.get("HTTP_USER_AGENT", "")[:AGENT_LENGTH],
        "address": visitors.shortened(visitors.address_of(request)),
    }


def of(user):
    """The user's living sessions, the latest first. One from before a change of the password is dead."""
    hashes = {user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()}
    rows = SessionStore.get_model_class().objects.filter(user=user, expire_date__gt=timezone.now())
    return [row for row in rows.order_by("-seen_at") if row.get_decoded().get(HASH_SESSION_KEY) in hashes]


def end(user, reference=None, *, besides=None):
    """End the user's session of this reference, or all of them but the one of the key `besides`."""
    found = [row for row in of(user) if row.pk != besides and reference in (None, row.reference)]
    SessionStore.get_model_class().objects.filter(pk__in=[row.pk for row in found]).delete()
    return len(found)
