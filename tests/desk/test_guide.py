"""The editors' guide says what is there: its links and pictures, and the names of what stands on the screen."""

import re
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.urls import reverse

from accounts.gate import MEANWHILE
from desk import guide
from tests import cast

FILES = sorted(guide.FOLDER.glob("*.md"))
PICTURES = guide.FOLDER / "pictures"
MOST_BYTES = 80_000
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)]+)\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(pictures/([^)]+)\)")
NAMED = re.compile("«([^»]+)»")


@cache
def interface():
    """Everything that the newsroom says in Arabic, without what differs from time to time."""
    ours = Path(settings.BASE_DIR, "locale/ar/LC_MESSAGES").glob("*.mo")
    djangos = Path(django.__file__).parent.glob("**/locale/ar/LC_MESSAGES/*.mo")
    texts = set()
    for path in [*ours, *djangos]:
        with path.open("rb") as file:
            texts |= {
                re.sub(r"%\(\w+\)[sd]|%[sd]", "", text) for text in GNUTranslations(file)._catalog.values() if text
            }
    return {text.strip(" .") for text in texts}


def on_screen(name):
    return name.strip(" .") in interface()


def anchors(file):
    headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {guide.anchor(heading) for heading in headings}


def test_the_contents_name_every_chapter_by_its_title():
    assert guide.all_chapters() == {
        file.stem: re.search(r"^# (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)[1]
        for file in FILES
        if file.stem != guide.CONTENTS
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_link_leads_somewhere(file):
    for link in LINK.findall(file.read_text(encoding="utf-8")):
        name, _mark, place = link.partition("#")
        target = guide.FOLDER / name if name else file
        assert target.exists(), link
        assert not place or place in anchors(target), link


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_name_stands_on_the_screen(file):
    strange = [name for name in NAMED.findall(file.read_text(encoding="utf-8")) if not on_screen(name)]
    assert not strange, "Not in the Arabic catalogue: " + "، ".join(strange)


def test_a_name_that_is_nowhere_is_found():
    assert on_screen("احفظ")
    assert not on_screen("احفظ كل شيء حالًا")


def test_every_picture_is_named_described_and_there():
    named = [found for file in FILES for found in PICTURE.findall(file.read_text(encoding="utf-8"))]
    assert all(words for words, _name in named)
    assert sorted(name for _words, name in named) == sorted(path.name for path in PICTURES.iterdir())


def test_pictures_are_small():
    assert not [path.name for path in PICTURES.iterdir() if path.stat().st_size > MOST_BYTES]


@pytest.mark.django_db
def test_whoever_works_here_reads_it(client):
    client.force_login(cast.make_user("new"))
    contents = client.get(reverse("admin:guide"))
    assert contents.status_code == 200
    for name, title in guide.all_chapters().items():
        assert reverse("admin:guide_chapter", args=[name]) in contents.content.decode()
        page = client.get(reverse("admin:guide_chapter", args=[name]))
        assert page.context["title"] == title
        assert ".md" not in page.content.decode()
        assert 'src="pictures/' not in page.content.decode()


@pytest.mark.django_db
def test_what_is_no_chapter_is_not_there(client):
    client.force_login(cast.make_user("new"))
    assert client.get(f"{reverse('admin:guide')}nothing/").status_code == 404


@pytest.mark.django_db
def test_strangers_do_not_read_it(client):
    assert client.get(reverse("admin:guide")).status_code == 302


def test_who_has_to_set_up_a_second_factor_may_read_how():
    assert {"admin:guide", "admin:guide_chapter"} <= MEANWHILE
