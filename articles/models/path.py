"""How an address is written: one spelling, everywhere."""

from urllib.parse import quote

from django.conf import settings


def path_to(language, *segments):
    """The percent-encoded path of the page that `segments` name, in `language`: ("ar", "شؤون-دولية") → "/%D8%B4…/".

    Arabic, the default language, has no prefix; the others have theirs.
    """
    if language != settings.LANGUAGE_CODE:
        segments = (language, *segments)
    return "/" + "".join(f"{quote(str(segment), safe='')}/" for segment in segments)
