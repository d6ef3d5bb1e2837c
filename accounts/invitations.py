"""Letters with a link to set a password: an invitation, or a new password for who forgot theirs."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _


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
