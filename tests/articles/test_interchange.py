"""Loading a newsroom from a file, again and again, and writing it out."""

import io
import json

import PIL.Image
import pytest
from django.core.management import CommandError, call_command

from articles import interchange
from articles.models import (
    Article,
    Author,
    Category,
    Listing,
    Page,
    Redirect,
    Revision,
    SiteSettings,
    StatusChange,
    Tag,
)
from articles.status import Status
from images.models import Image
from pagecache.models import Change
from tests.builders import make_draft

pytestmark = pytest.mark.django_db

NEWSROOM = {
    "site": {"name": {"ar": "مِداد"}, "lead_category": "main"},
    "images": [{"ref": "i1", "file": "i1.png", "alt": {"ar": "زخرفة"}, "credit": "رسم"}],
    "categories": [
        {"ref": "main", "name": {"ar": "رئيسي"}, "slug": {"ar": "رئيسي"}, "parent": None},
        {"ref": "intl", "name": {"ar": "شؤون دولية", "en": "World"}, "slug": {"ar": ""}, "parent": None},
        {"ref": "asia", "name": {"ar": "آسيا"}, "parent": "intl"},
    ],
    "tags": [{"name": "روسيا", "label": {"en": "Russia"}}],
    "authors": [{"ref": "a1", "name": {"ar": "هيئة التحرير"}, "photo": "i1"}],
    "pages": [{"ref": "about", "title": {"ar": "من نحن"}, "body": {"ar": "<p>صحيفة</p>"}}],
    "articles": [
        {
            "ref": "x1",
            "kind": "news",
            "status": "published",
            "published_at": "2024-04-17T14:30:00+03:00",
            "headline": {"ar": "روسيا تعلن الانسحاب", "en": "Russia announces withdrawal"},
            "body": {"ar": "<p>نص</p><script>x</script>", "en": "<p>Text</p>"},
            "ready": ["ar"],
            "categories": ["main", "intl"],
            "main_category": "intl",
            "tags": ["روسيا", "أرمينيا"],
            "authors": [{"ref": "a1", "role": "writing"}],
            "image": "i1",
            "related": ["x2"],
            "unrelated": ["x3"],
            "corrections": [{"at": "2024-04-18T10:00:00+03:00", "text": {"ar": "صُحّح الاسم."}}],
        },
        {
            "ref": "x2",
            "status": "withdrawn",
            "published_at": "2024-04-16T09:00:00+03:00",
            "headline": {"ar": "خبر"},
            "body": {"ar": "<p>نص</p>"},
            "categories": ["asia"],
            "main_category": "asia",
            "tags": ["ارمينيا"],
            "withdrawn": {"at": "2024-04-20T09:00:00+03:00", "reason": "خطأ"},
        },
        {
            "ref": "x3",
            "status": "draft",
            "published_at": None,
            "headline": {"ar": "مسودة"},
            "categories": ["main"],
            "main_category": "main",
        },
    ],
    "redirects": [{"old_path": "/2019/خبر", "article": "x1"}],
}


@pytest.fixture
def folder(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    PIL.Image.new("RGB", (60, 40), "green").save(tmp_path / "i1.png")
    return tmp_path


def write(folder, newsroom):
    path = folder / "newsroom.json"
    path.write_text(json.dumps(newsroom), "utf-8")
    return path


def changed(**articles):
    """The newsroom with keys of articles changed: changed(x1={"kind": "gossip"})."""
    newsroom = json.loads(json.dumps(NEWSROOM))
    for article in newsroom["articles"]:
        article.update(articles.get(article["ref"], {}))
    return newsroom


def test_a_newsroom_is_loaded(folder):
    counts, mistakes = interchange.load(write(folder, NEWSROOM))
    assert not mistakes
    assert counts == {"new": 12, "changed": 0, "same": 0}
    x1, x2, x3 = (Article.objects.get(ref=ref) for ref in ("x1", "x2", "x3"))
    assert x1.body_ar == "<p>نص</p>"
    assert x1.published_languages() == ["ar"]
    assert [filing.category.ref for filing in x1.filings.all()] == ["main", "intl"]
    assert x1.picks.get().other == x2
    assert x1.corrections.get().text_ar == "صُحّح الاسم."
    assert x2.status == Status.WITHDRAWN
    assert x2.status_changes.first().note == "خطأ"
    assert x3.status == Status.DRAFT
    assert Category.objects.get(ref="intl").slug_ar == "شؤون-دولية"
    assert Tag.objects.count() == 2  # أرمينيا and ارمينيا are one
    assert Image.objects.get().width == 60


def test_loading_twice_changes_nothing(folder):
    path = write(folder, NEWSROOM)
    interchange.load(path)
    before = (Revision.objects.count(), StatusChange.objects.count(), Change.objects.count(), Listing.objects.count())
    counts, mistakes = interchange.load(path)
    assert not mistakes
    assert counts["new"] == counts["changed"] == 0
    assert before == (
        Revision.objects.count(),
        StatusChange.objects.count(),
        Change.objects.count(),
        Listing.objects.count(),
    )


def test_a_change_in_the_file_changes_the_article(folder):
    interchange.load(write(folder, NEWSROOM))
    counts, _mistakes = interchange.load(write(folder, changed(x1={"headline": {"ar": "عنوان أدق"}, "ready": ["ar"]})))
    assert counts["changed"] == 1
    assert Article.objects.get(ref="x1").headline_ar == "عنوان أدق"


def test_a_language_made_ready_in_the_file_is_opened(folder):
    interchange.load(write(folder, NEWSROOM))
    interchange.load(write(folder, changed(x1={"ready": ["ar", "en"]})))
    assert Article.objects.get(ref="x1").published_languages() == ["ar", "en"]


def test_a_section_of_the_same_address_is_the_same_whatever_its_ref(folder):
    interchange.load(write(folder, NEWSROOM))
    other = {
        "categories": [{"ref": "world", "name": {"ar": "شؤون دولية"}, "slug": {"ar": "شؤون-دولية"}, "parent": None}],
        "authors": [{"ref": "desk", "name": {"ar": "هيئة التحرير"}}],
        "articles": [
            NEWSROOM["articles"][2]
            | {"ref": "y1", "categories": ["world"], "main_category": "world", "authors": [{"ref": "desk"}]}
        ],
    }
    for _again in range(2):
        counts, mistakes = interchange.load(write(folder, other))
        assert not mistakes
    assert counts == {"new": 0, "changed": 0, "same": 3}
    assert Article.objects.get(ref="y1").main_category.ref == "intl"
    assert Article.objects.get(ref="y1").bylines.get().author.ref == "a1"


def test_a_dry_run_writes_nothing(folder):
    counts, mistakes = interchange.load(write(folder, NEWSROOM), dry_run=True)
    assert counts["new"] == 12
    assert not mistakes
    assert not Article.objects.exists()
    assert not Category.objects.exists()
    assert not (folder / "media").exists()


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        ({"kind": "gossip"}, "gossip"),
        ({"status": "live"}, "live"),
        ({"status": "published", "published_at": None}, ""),
        ({"published_at": "yesterday"}, "yesterday"),
        ({"published_at": "2024-04-17T14:30:00"}, "2024"),
        ({"categories": ["nowhere"]}, "nowhere"),
        ({"main_category": "nowhere"}, "nowhere"),
        ({"authors": [{"ref": "nobody"}]}, "nobody"),
        ({"image": "nothing"}, "nothing"),
        ({"related": ["nothing"]}, "nothing"),
        ({"unrelated": ["nothing"]}, "nothing"),
        ({"ready": ["fr"]}, ""),
        ({"headline": {"fr": "Bonjour"}}, "fr"),
        ({"headline": 7}, "headline"),
        ({"headline": {"ar": ""}}, "headline_ar"),
        ({"tags": ["ـ"]}, "ـ"),
        ({"tags": 7}, ""),
        ({"headlines": {}}, "headlines"),
        ({"id": 7}, ""),
        ({"expires_at": "2020-01-01T00:00:00+00:00"}, ""),
    ],
)
def test_a_wrong_item_is_named_and_left_out_whole(folder, mistake, words):
    newsroom = changed(x1=mistake) | {"redirects": []}
    _counts, mistakes = interchange.load(write(folder, newsroom))
    assert len(mistakes) == 1, mistakes
    assert "articles[1] “x1”" in mistakes[0]
    assert words in mistakes[0]
    assert not Article.objects.filter(ref="x1").exists()
    assert Article.objects.filter(ref="x2").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"stories": []}', '{"articles": {}}', "[" * 100_000])
def test_a_file_that_is_no_newsroom_is_refused(folder, text):
    path = folder / "wrong.json"
    path.write_text(text)
    with pytest.raises(CommandError):
        call_command("load_newsroom", path, verbosity=0)


def test_a_missing_file_is_refused(folder):
    with pytest.raises(CommandError):
        call_command("load_newsroom", folder / "nothing.json", verbosity=0)


def test_a_picture_outside_the_folder_is_refused(folder):
    newsroom = {"images": [{"ref": "i1", "file": "../../etc/passwd"}]}
    _counts, mistakes = interchange.load(write(folder, newsroom))
    assert len(mistakes) == 1
    assert not Image.objects.exists()


def test_pictures_get_their_renditions_once_and_a_dry_run_makes_none(folder, django_capture_on_commit_callbacks):
    path = write(folder, NEWSROOM)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        interchange.load(path, dry_run=True)
    assert not callbacks
    with django_capture_on_commit_callbacks(execute=True):
        interchange.load(path)
    sources = Image.objects.get().sources
    assert {"", "social"} < set(sources)
    with django_capture_on_commit_callbacks(execute=True):
        counts, _mistakes = interchange.load(path)
    assert counts["new"] == counts["changed"] == 0
    assert Image.objects.get().sources == sources


def test_a_dump_loaded_over_the_same_site_changes_no_picture(folder):
    interchange.load(write(folder, NEWSROOM))
    before = Image.objects.values().get()
    (folder / "out").mkdir()
    call_command("dump_newsroom", folder / "out" / "dump.json", verbosity=0)
    interchange.load(folder / "out" / "dump.json")
    assert Image.objects.values().get() == before


def test_what_is_no_picture_is_refused(folder):
    (folder / "i1.png").write_bytes(b"GIF89a<script>")
    _counts, mistakes = interchange.load(write(folder, {"images": NEWSROOM["images"]}))
    assert len(mistakes) == 1


def test_the_command_says_what_it_did_and_fails_on_mistakes(folder):
    out = io.StringIO()
    call_command("load_newsroom", write(folder, NEWSROOM), stdout=out, verbosity=0)
    assert "12 new" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("load_newsroom", write(folder, changed(x1={"kind": "gossip"})), verbosity=0)


def test_a_dump_loads_back_to_the_same_site(folder):
    interchange.load(write(folder, NEWSROOM))
    dump = folder / "out" / "dump.json"
    dump.parent.mkdir()
    call_command("dump_newsroom", dump, verbosity=0)
    first = json.loads(dump.read_text("utf-8"))
    addresses = {article.ref: article.get_absolute_url("ar") for article in Article.objects.all()}

    Article.objects.all().delete()
    for model in (Author, Tag, Page, Redirect, SiteSettings, Image):
        model.objects.all().delete()
    Category.objects.exclude(parent=None).delete()
    Category.objects.all().delete()

    counts, mistakes = interchange.load(dump)
    assert not mistakes
    assert counts["changed"] == counts["same"] == 0
    assert {article.ref: article.get_absolute_url("ar") for article in Article.objects.all()} == addresses
    call_command("dump_newsroom", folder / "out" / "dump2.json", verbosity=0)
    second = json.loads((folder / "out" / "dump2.json").read_text("utf-8"))
    for data in (first, second):
        for image in data["images"]:
            image.pop("file")
    assert second == first


def test_pictures_in_bodies_are_named_by_ref_and_come_back_under_other_ids(folder):
    markup = '<p>نص</p><figure data-image="i1" data-align="wide"><figcaption>شرح</figcaption></figure>'
    newsroom = changed(x1={"body": {"ar": markup}})
    newsroom["pages"][0]["body"]["ar"] = markup
    _counts, mistakes = interchange.load(write(folder, newsroom))
    assert not mistakes
    image = Image.objects.get()
    assert Article.objects.get(ref="x1").body_ar == markup.replace("i1", str(image.pk))
    assert image.uses.count() == 1
    path = folder / "dump.json"
    interchange.dump(path)
    dumped = json.loads(path.read_text("utf-8"))
    assert next(item for item in dumped["articles"] if item["ref"] == "x1")["body"]["ar"] == markup
    assert dumped["pages"][0]["body"]["ar"] == markup
    written = Revision.objects.count()
    assert not interchange.load(path)[1]
    assert Revision.objects.count() == written


def test_a_body_that_names_a_picture_the_file_does_not_have_is_a_mistake(folder):
    newsroom = changed(x1={"body": {"ar": '<figure data-image="i9"></figure>'}})
    _counts, mistakes = interchange.load(write(folder, newsroom))
    assert any("i9" in mistake for mistake in mistakes)
    assert not Article.objects.filter(ref="x1").exists()


def test_articles_written_after_a_load_with_ids_get_ids_of_their_own(folder):
    interchange.load(write(folder, changed(x1={"id": 100_500}, x2={"id": 100_501})))
    assert Article.objects.get(ref="x1").pk == 100_500
    assert make_draft().pk > 100_501
