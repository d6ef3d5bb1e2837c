"""Every word of the interface has its Arabic, whole and compiled: none missing, none guessed, no placeholder lost."""

import os
import re
import shutil
import subprocess
import sys
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = sorted(path.relative_to(ROOT) for path in ROOT.glob("locale/*/LC_MESSAGES/*.po"))
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}|%[sd]")


def placeholders(text):
    return sorted(found[0] for found in PLACEHOLDER.finditer(text))


def faults(message, forms=6):
    """Return what is wrong with the translation of one message; [] means nothing.

    A plural has ``forms`` forms, Arabic's being: none, one, two, 3–10, 11–99, and hundreds. The first three may say the
    number as a word, so their placeholders may fall away.
    """
    plural = isinstance(message.id, tuple)
    strings = message.string if plural else (message.string,)
    if message.fuzzy:
        return ["is only a guess (fuzzy)"]
    if not all(strings) or (plural and len(strings) != forms):
        return [f"needs all {forms} plural forms" if plural else "has no translation"]
    wanted, found = placeholders(message.id[-1] if plural else message.id), []
    for number, string in enumerate(strings):
        have = placeholders(string)
        if have != wanted and not (plural and number < 3 and set(have) <= set(wanted)):
            found.append(f"has the placeholders {have} instead of {wanted} in {string!r}")
    return found


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """A copy of the project whose Arabic catalogue was merged with every message of the code as it is now."""
    if shutil.which("xgettext") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("Gettext is missing: install your system's gettext.")
    copy = tmp_path_factory.mktemp("words") / "project"
    leave = shutil.ignore_patterns(".venv*", "var", ".git", "tests", "__pycache__", "*.mo", "fonts")
    shutil.copytree(ROOT, copy, ignore=leave)
    (copy / "locale").mkdir(exist_ok=True)
    for domain in ("django", "djangojs"):
        subprocess.run(
            [sys.executable, "manage.py", "makemessages", "-l", "ar", "-d", domain, "--no-obsolete", "-v", "0"],
            cwd=copy, check=True, capture_output=True, text=True,
        )  # fmt: skip
    return copy


def messages(path):
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def test_every_message_of_the_code_has_its_arabic(extracted):
    found = [
        f"{message.id!r} ({', '.join(place for place, _ in message.locations[:2])}) {fault}"
        for path in sorted(extracted.glob("locale/ar/LC_MESSAGES/*.po"))
        for message in messages(path)
        for fault in faults(message)
    ]
    assert not found, "Run `make messages`, then translate in locale/ar:\n" + "\n".join(found)


@pytest.mark.parametrize("path", CATALOGUES, ids=str)
def test_a_compiled_catalogue_says_what_its_source_says(path):
    compiled = ROOT / path.with_suffix(".mo")
    assert compiled.exists(), f"{path} is not compiled: run `make messages`."
    with (ROOT / path).open("rb") as file:
        fresh = BytesIO()
        write_mo(fresh, read_po(file))
    fresh.seek(0)
    with compiled.open("rb") as file:
        kept = GNUTranslations(file)._catalog
    # The first entry is the head of the file, with its dates.
    differing = {key for key, text in kept.items() ^ GNUTranslations(fresh)._catalog.items() if key}
    assert not differing, f"{compiled.name} is older than its source: run `make messages`. {differing}"


ARABIC = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;\\n"

"""  # noqa: E501


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('msgid "Save"\nmsgstr "حفظ"', None),
        ('msgid "Save"\nmsgstr ""', "has no translation"),
        ('#, fuzzy\nmsgid "Save"\nmsgstr "حفظ"', "guess"),
        ('msgid "%(who)s edits"\nmsgstr "%(who)s يحرر"', None),
        ('msgid "%(who)s edits"\nmsgstr "يحرر"', "placeholders"),
        ('msgid "{name} edits"\nmsgstr "{nam} يحرر"', "placeholders"),
        (
            'msgid "%(n)s story"\nmsgid_plural "%(n)s stories"\nmsgstr[0] "لا أخبار"\nmsgstr[1] "خبر"\n'
            'msgstr[2] "خبران"\nmsgstr[3] "%(n)s أخبار"\nmsgstr[4] "%(n)s خبرًا"\nmsgstr[5] "%(n)s خبر"',
            None,
        ),
        (
            'msgid "%(n)s story"\nmsgid_plural "%(n)s stories"\nmsgstr[0] "لا أخبار"\nmsgstr[1] "خبر"\n'
            'msgstr[2] "خبران"\nmsgstr[3] "أخبار"\nmsgstr[4] "%(n)s خبرًا"\nmsgstr[5] "%(n)s خبر"',
            "placeholders",
        ),
        (
            'msgid "%(n)s story"\nmsgid_plural "%(n)s stories"\nmsgstr[0] "خبر"\nmsgstr[1] "%(n)s أخبار"',
            "needs all 6 plural forms",
        ),
    ],
)  # fmt: skip
def test_a_fault_of_a_translation_is_found(entry, fault):
    (message,) = (message for message in read_po(BytesIO((ARABIC + entry).encode())) if message.id)
    found = faults(message)
    assert bool(found) == bool(fault)
    assert fault is None or fault in found[0]
