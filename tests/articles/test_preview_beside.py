"""The page beside the form: what is typed, as readers would see it, for its writer alone; nothing of it stays."""

import json

import pytest
from django.apps import apps
from django.urls import reverse

from articles import drafts, unsaved
from articles.models import Article, SectionGrant, UnsavedText
from pagecache.models import Change
from tests import cast
from tests.builders import make_author, make_category, make_draft, make_published, make_site, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    return make_site()


def type_in(user, article=None, *, window="w1", **fields):
    """Keep aside what a form with these fields holds; the others stand as they are saved."""
    content = drafts.working(article) if article else {}
    pairs = {f"{name}_{code}": text for name in ("headline", "body") for code, text in content.get(name, {}).items()}
    pairs |= {"kind": "news", "main_category": content.get("main_category") or ""} | fields
    rows = [[name, each] for name, value in pairs.items() for each in (value if isinstance(value, list) else [value])]
    rows = [[name, str(value)] for name, value in rows]
    return unsaved.keep(user, article, json.dumps(rows), window=window)


def beside(article=None, language="ar", window="w1"):
    address = reverse("admin:articles_article_typed", args=[window, language])
    return f"{address}?article={article.pk if article else ''}"


def look(client, user, *args, **options):
    client.force_login(user)
    return client.get(beside(*args, **options))


def rows():
    """Every row of the newsroom's own tables."""
    return {
        model: list(model.objects.order_by("pk").values())
        for model in apps.get_app_config("articles").get_models()
        if model is not UnsavedText
    }


def test_what_is_typed_is_shown_laid_over_what_is_saved(client):
    article, omar = make_draft("قبل", tags=[make_tag("روسيا")]), cast.omar()
    tag = make_tag("أرمينيا")
    type_in(omar, article, headline_ar="عنوان لم يُحفظ", tags=[tag.pk], body_ar="<p>متن لم يُحفظ</p>")
    text = look(client, omar, article).content.decode()
    assert "<h1>عنوان لم يُحفظ</h1>" in text
    assert "متن لم يُحفظ" in text
    assert "أرمينيا" in text
    assert "روسيا" not in text
    assert "لم يُحفظ بعد" in text or "Not saved yet" in text


def test_where_nothing_is_typed_what_is_saved_is_shown(client):
    article = make_draft("محفوظ")
    assert "<h1>محفوظ</h1>" in look(client, cast.omar(), article).content.decode()


def test_the_changes_of_a_published_article_are_shown_under_what_is_typed(client):
    article, huda = make_published("عند القراء"), cast.huda()
    drafts.save(article, drafts.working(article) | {"kicker": {"ar": "تمهيد محفوظ", "en": ""}}, by=None)
    type_in(huda, article, headline_ar="عنوان أدق", kicker_ar="تمهيد محفوظ")
    text = look(client, huda, article).content.decode()
    assert "<h1>عنوان أدق</h1>" in text
    assert "تمهيد محفوظ" in text
    assert "عنوان أدق" not in client.get(article.get_absolute_url("ar")).content.decode()


def test_a_new_article_is_shown_before_it_is_saved_for_the_first_time(client):
    omar = cast.omar()
    type_in(omar, headline_ar="لم يولد بعد", main_category=make_category().pk, **{"bylines-0-author": make_author().pk})
    answer = look(client, omar)
    assert "<h1>لم يولد بعد</h1>" in answer.content.decode()
    assert not Article.objects.exists()


def test_a_new_article_without_a_headline_says_so_in_words(client):
    omar = cast.omar()
    type_in(omar, body_ar="<p>متن بلا عنوان</p>")
    answer = look(client, omar)
    assert answer.status_code == 200
    assert "<h1>" in answer.content.decode()
    assert "متن بلا عنوان" not in answer.content.decode()


def test_a_language_nobody_wrote_says_so_and_one_that_is_typed_is_shown(client):
    article, omar = make_draft("قبل"), cast.omar()
    assert "preview" not in look(client, omar, article, "en").content.decode().split("<main>")[1].split("<p>")[0]
    type_in(omar, article, headline_en="A new headline")
    text = look(client, omar, article, "en").content.decode()
    assert "<h1>A new headline</h1>" in text
    assert 'dir="ltr"' in text


@pytest.mark.parametrize(
    ("field", "wrong", "stays"),
    [
        ("headline_ar", "ط" * 300, "قبل"),
        ("kicker_ar", "ت" * 300, "قبل"),
        ("expires_at", "متى شئت", "قبل"),
        ("tags", "999999", "قبل"),
        ("video", "لا عنوان", "قبل"),
    ],
)
def test_what_cannot_be_shown_is_named_and_what_is_saved_stands_there(client, field, wrong, stays):
    article, omar = make_draft("قبل"), cast.omar()
    type_in(omar, article, **{field: wrong}, place_ar="بيروت")
    text = look(client, omar, article).content.decode()
    assert "preview-problems" in text
    assert f"<h1>{stays}</h1>" in text
    assert wrong not in text.split("</aside>")[1]
    assert "بيروت" in text  # and all else as it was typed


def test_what_readers_see_cannot_be_emptied_beside_the_form_either(client):
    article, huda = make_published("عند القراء"), cast.huda()
    type_in(huda, article, headline_ar="")
    text = look(client, huda, article).content.decode()
    assert "<h1>عند القراء</h1>" in text
    assert "preview-problems" in text


def test_markup_that_may_not_be_stored_is_not_shown(client):
    article, omar = make_draft("قبل"), cast.omar()
    type_in(omar, article, body_ar='<p onclick="x()">متن<script>alert(1)</script></p>')
    text = look(client, omar, article).content.decode()
    assert "متن" in text
    assert "alert(1)" not in text
    assert "onclick" not in text


def test_nobody_else_sees_what_one_typed(client):
    article = make_draft("محفوظ")
    type_in(cast.omar(), article, headline_ar="سر عمر")
    for user in (cast.huda(), cast.salma()):
        answer = look(client, user, article)
        assert "سر عمر" not in answer.content.decode()
        assert "<h1>محفوظ</h1>" in answer.content.decode()


def test_what_is_typed_for_one_article_is_not_shown_in_another(client):
    article, other, omar = make_draft("محفوظ"), make_draft("آخر"), cast.omar()
    type_in(omar, article, headline_ar="لم يُحفظ")
    assert "<h1>آخر</h1>" in look(client, omar, other).content.decode()
    assert "لم يُحفظ" not in look(client, omar).content.decode()


def test_who_may_not_see_the_article_does_not_see_it_so(client):
    article = make_draft("محفوظ", category=make_category("سياسة"))
    omar = cast.omar()
    type_in(omar, article, headline_ar="لم يُحفظ")
    SectionGrant.objects.create(user=omar, category=make_category("رياضة"))
    assert look(client, omar, article).status_code == 404
    assert look(client, cast.make_user("nobody"), None).status_code == 403
    client.logout()
    assert client.get(beside(article)).status_code == 302


def test_who_may_only_look_sees_what_is_saved(client):
    article, omar = make_published("عند القراء"), cast.omar()
    type_in(omar, article, headline_ar="ليس له")
    assert "ليس له" not in look(client, omar, article).content.decode()


@pytest.mark.parametrize("made", [True, False])
def test_it_leaves_nothing_behind(client, made):
    omar, last = cast.omar(), make_draft("محفوظ")
    article = last if made else None
    type_in(omar, article, headline_ar="لم يُحفظ", headline_en="Not saved")
    before, changes = rows(), Change.objects.count()
    assert "لم يُحفظ" in look(client, omar, article).content.decode()
    assert rows() == before
    assert Change.objects.count() == changes
    assert make_draft("التالي").pk == last.pk + 1


def test_nobody_keeps_it_and_only_the_newsroom_frames_it(client):
    article, omar = make_draft("محفوظ"), cast.omar()
    for answer in (look(client, omar, article), look(client, omar, article, "en")):
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("query", ["?article=x", "?article=1e3", "?article=99999999999999999999", "?article=٣"])
def test_a_forged_address_is_not_there(client, query):
    client.force_login(cast.omar())
    assert client.get(reverse("admin:articles_article_typed", args=["w", "ar"]) + query).status_code == 404
    assert client.get(reverse("admin:articles_article_typed", args=["w", "fr"])).status_code == 404
