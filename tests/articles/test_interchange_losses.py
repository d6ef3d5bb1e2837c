"""What a dump loses, and what stops a load half-way."""

import datetime
import json

import PIL.Image
import pytest
from django.core.exceptions import ValidationError

from articles import content as contents
from articles import drafts, interchange, workflow
from articles.models import Article, Author, Category, Page, Redirect, SiteSettings, Tag
from images.models import Image
from tests.builders import (
    NOW,
    TOMORROW,
    make_category,
    make_image,
    make_published,
    make_site,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return make_site()


def emptied():
    SiteSettings.objects.all().delete()
    Redirect.objects.all().delete()
    Article.objects.all().delete()
    for model in (Tag, Author, Page):
        model.objects.all().delete()
    Category.objects.exclude(parent=None).delete()
    Category.objects.all().delete()
    Image.objects.all().delete()


def there_and_back(tmp_path):
    interchange.dump(tmp_path / "dump.json")
    emptied()
    _counts, mistakes = interchange.load(tmp_path / "dump.json")
    assert not mistakes


def write(tmp_path, **data):
    path = tmp_path / "newsroom.json"
    path.write_text(json.dumps(data), "utf-8")
    return path


CATEGORY = {"ref": "c", "name": "أخبار"}
STORY = {
    "ref": "x",
    "status": "published",
    "published_at": "2024-04-17T14:30:00+03:00",
    "headline": "خبر",
    "body": "<p>نص</p>",
    "categories": ["c"],
    "main_category": "c",
}


def test_a_dump_does_not_publish_a_language_whose_time_has_not_come(tmp_path):
    article = make_published(english="Embargoed", languages=["ar"])
    workflow.open_language(article, "en", by=None, at=TOMORROW)
    there_and_back(tmp_path)
    assert not Article.objects.get().is_published("en")


def test_a_dump_does_not_publish_a_language_that_was_closed(tmp_path):
    article = make_published()
    workflow.close_language(article, "ar", by=None)
    there_and_back(tmp_path)
    assert not Article.objects.get().is_published("ar")


def test_a_dump_keeps_since_when_a_language_was_open(tmp_path):
    article = make_published(english="Later", languages=["ar"], at=NOW - datetime.timedelta(days=30))
    opened = workflow.open_language(article, "en", by=None, at=NOW - datetime.timedelta(days=1)).ready_at_en
    there_and_back(tmp_path)
    assert Article.objects.get().ready_at_en == opened


def test_a_dump_keeps_the_end_of_a_section(tmp_path):
    category, other = make_category("أخبار"), make_category("عاجل")
    rows = [{"category": category.pk}, {"category": other.pk, "until": TOMORROW.isoformat()}]
    make_published(category=category, categories=rows)
    there_and_back(tmp_path)
    assert list(Article.objects.get().filings.values_list("until", flat=True)) == [None, TOMORROW]


def test_a_dump_keeps_the_logo(tmp_path):
    make_site(logo=make_image())
    there_and_back(tmp_path)
    assert SiteSettings.load().logo


def test_a_dump_of_a_lost_picture_file_says_so_and_goes_on(tmp_path):
    image = make_image()
    image.file.storage.delete(image.file.name)
    make_published()
    interchange.dump(tmp_path / "dump.json")


def test_loading_a_dump_onto_its_own_site_changes_nothing(tmp_path):
    PIL.Image.effect_noise((64, 36), 80).convert("RGB").save(tmp_path / "a.jpg")
    images = [{"ref": "i", "file": "a.jpg", "alt": "صورة"}]
    assert not interchange.load(write(tmp_path, images=images))[1]
    interchange.dump(tmp_path / "dump.json")
    counts, mistakes = interchange.load(tmp_path / "dump.json")
    assert not mistakes
    assert counts["changed"] == 0


@pytest.mark.parametrize("old_path", ["/2019/05/خبر-قديم/", "/2019/05/%D8%AE%D8%A8%D8%B1"])
def test_redirects_load_twice_in_the_spelling_the_form_asks_for(tmp_path, old_path):
    data = {"redirects": [{"old_path": old_path, "new_path": "/page/about/"}]}
    assert not interchange.load(write(tmp_path, **data))[1]
    counts, mistakes = interchange.load(write(tmp_path, **data))
    assert not mistakes
    assert counts == {"new": 0, "changed": 0, "same": 1}


@pytest.mark.parametrize(
    "wrong",
    [
        {"expires_at": "2020-01-01T00:00:00+03:00"},
        {"published_at": "0001-01-01T00:00:00+03:00"},
        {"published_at": {"days_ago": 10**9}},
        {"ref": "x" * 201},
        {"id": 2**63},
        {"corrections": [{"at": "9999-12-31T23:59:59-05:00", "text": "تصحيح"}]},
        {"corrections": [{"text": "تصحيح", "at": None}]},
        {"withdrawn": {"at": "2024-05-01T00:00:00+03:00", "reason": "س" * 501}, "status": "withdrawn"},
    ],
    ids=["expires-first", "year-1", "days", "long-ref", "huge-id", "year-9999", "no-date", "long-reason"],
)
def test_a_wrong_article_is_named_and_the_others_are_loaded(tmp_path, wrong):
    good = STORY | {"ref": "good"}
    _counts, mistakes = interchange.load(write(tmp_path, categories=[CATEGORY], articles=[STORY | wrong, good]))
    assert len(mistakes) == 1
    assert Article.objects.filter(ref="good").exists()


def test_an_end_before_publication_of_a_loaded_article_is_named(tmp_path):
    interchange.load(write(tmp_path, categories=[CATEGORY], articles=[STORY]))
    again = STORY | {"expires_at": "2020-01-01T00:00:00+03:00"}
    _counts, mistakes = interchange.load(write(tmp_path, categories=[CATEGORY], articles=[again]))
    assert len(mistakes) == 1


def test_an_id_that_is_taken_is_named_and_not_replaced_in_silence(tmp_path):
    taken = make_published().pk
    _counts, mistakes = interchange.load(write(tmp_path, categories=[CATEGORY], articles=[STORY | {"id": taken}]))
    assert mistakes


def test_a_picture_group_of_ten_thousand_years_is_named(tmp_path):
    PIL.Image.new("RGB", (4, 4)).save(tmp_path / "a.png")
    item = {"ref": "i", "file": "a.png", "focal_x": 7}
    _counts, mistakes = interchange.load(write(tmp_path, images=[item, {"ref": "j", "file": "a.png"}]))
    assert len(mistakes) == 1


def test_a_withdrawn_article_keeps_the_text_readers_saw():
    article = workflow.withdraw(make_published(), by=None, note="خطأ")
    content = contents.read(article)
    content["body"]["ar"] = ""
    with pytest.raises(ValidationError):
        drafts.save(article, content, by=None)


def test_loading_again_does_not_give_back_what_the_newsroom_withdrew(tmp_path):
    path = write(tmp_path, categories=[CATEGORY], articles=[STORY])
    interchange.load(path)
    workflow.withdraw(Article.objects.get(), by=None, note="أمر من المحكمة")
    interchange.load(path)
    assert Article.objects.get().status == "withdrawn"


def test_loading_again_does_not_publish_what_the_newsroom_took_back(tmp_path):
    later = STORY | {"published_at": TOMORROW.isoformat()}
    path = write(tmp_path, categories=[CATEGORY], articles=[later])
    interchange.load(path)
    workflow.unschedule(Article.objects.get(), by=None)
    interchange.load(path)
    assert Article.objects.get().status == "in_review"


def test_a_reference_used_twice_in_a_file_is_named(tmp_path):
    twice = [STORY, STORY | {"headline": "خبر آخر"}]
    _counts, mistakes = interchange.load(write(tmp_path, categories=[CATEGORY], articles=twice))
    assert mistakes
