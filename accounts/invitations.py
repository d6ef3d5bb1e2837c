"""Letters with a link to set a password: an invitation, or a new password for who forgot theirs."""

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from .models import User

LETTERS_APART = datetime.timedelta(minutes=5)


def mail_context():
    """Where letters lead: the site as configured, never as a request names it."""
    address = urlsplit(settings.SITE_URL)
    return {"protocol": address.scheme, "domain": address.netloc, "site_name": address.hostname}


def invite(user):
    """Send the user a letter with a link to choose a password. The link works once and for a few days."""
    with translation.override(user.language or settings.LANGUAGE_CODE):
        arguments = {
            "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
            "token": default_token_generator.make_token(user),
        }
        link = settings.SITE_URL + reverse("password_reset_confirm", kwargs=arguments)
        text = render_to_string("accounts/invitation.txt", {"user": user, "link": link, **mail_context()})
        subject = _("Your account in the newsroom of %(site)s") % {"site": mail_context()["site_name"]}
        send_mail(subject, text, None, [user.email])


class ResetForm(PasswordResetForm):
    def get_users(self, email):
        """Those a letter goes to now: nobody gets two within a few minutes, whoever asks for them."""
        now = timezone.now()
        rested = User.objects.filter(Q(letter_at=None) | Q(letter_at__lt=now - LETTERS_APART))
        return [user for user in super().get_users(email) if rested.filter(pk=user.pk).update(letter_at=now)]
