"""Letters to the people of the newsroom, each in the language of its reader."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


def sent_back(article, *, by, note):
    """The letter that tells the reporter why the article is back; None where nobody is to be told."""
    reporter = article.created_by
    if not reporter or reporter == by or not reporter.is_active or not reporter.email:
        return None
    with translation.override(reporter.language or settings.LANGUAGE_CODE):
        context = {
            "reporter": reporter,
            "article": article,
            "by": by,
            "note": note,
            "link": settings.SITE_URL + reverse("admin:articles_article_change", args=[article.pk]),
        }
        return EmailMessage(
            _("Sent back: %(headline)s") % {"headline": article},
            render_to_string("articles/letters/sent_back.txt", context),
            to=[reporter.email],
        )


def deliver(letter):
    """Send the letter. Was it taken? A mail server's trouble is logged: what the letter tells of is done, and stays."""
    try:
        letter.send()
    except Exception:
        log.exception("A letter to %s could not be sent.", letter.to[0])
        return False
    return True
