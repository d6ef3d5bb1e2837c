"""No word of Django's own pages is left in English."""

import os
from pathlib import Path

import django
import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent.parent
DJANGO = Path(os.path.dirname(django.__file__))


def words(path):
    """{(context, message): whether it has its translation} of a catalogue."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = [message for message in read_po(file) if message.id]
    return {
        (message.context, message.id if isinstance(message.id, str) else message.id[0]): bool(message.string)
        and not message.fuzzy
        and (isinstance(message.string, str) or all(message.string))
        for message in catalogue
    }


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_word_of_djangos_own_has_its_arabic(domain):
    ours = words(ROOT / f"locale/ar/LC_MESSAGES/{domain}.po")
    languages = {name for _code, name in django.conf.global_settings.LANGUAGES}
    missing = []
    for part in ("contrib/admin", "contrib/auth", "contrib/contenttypes", "conf"):
        english = words(DJANGO / part / f"locale/en/LC_MESSAGES/{domain}.po")
        arabic = words(DJANGO / part / f"locale/ar/LC_MESSAGES/{domain}.po")
        missing += [
            message
            for message in english
            if not (arabic.get(message) or ours.get(message))
            if message[1] not in languages
        ]
    assert not missing, "Name these in desk/words.py or static/js/words.js, and translate them."
