"""How an address is written: one spelling, everywhere."""

import unicodedata
from urllib.parse import quote, unquote

from django.conf import settings
from django.db.models import Q


def path_to(language, *segments):
    """The percent-encoded path of the page that `segments` name, in `language`: ("ar", "شؤون-دولية") → "/%D8%B4…/".

    Arabic, the default language, has no prefix; the others have theirs.
    """
    if language != settings.LANGUAGE_CODE:
        segments = (language, *segments)
    return "/" + "".join(f"{quote(str(segment), safe='')}/" for segment in segments)


def is_taken(thing, slug, language, **where):
    """Does another thing of its kind answer to this slug in the language, by its own or by fallback?"""
    first = settings.LANGUAGE_CODE
    answers = Q(**{f"slug_{language}": slug})
    if language != first:
        answers |= Q(**{f"slug_{language}": None}) & Q(**{f"slug_{first}": slug})
    others = type(thing)._default_manager.filter(answers, **where)
    return others.exclude(pk=thing.pk).exists()


def decoded(path):
    """A path as redirects are kept under: decoded, composed, without its last slash."""
    return unicodedata.normalize("NFC", unquote(path)).rstrip("/") or "/"
