"""Headlines of their own for the front page, search results and cards; and addresses that stand fast."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from articles import drafts, interchange, workflow
from articles.models import Article, Redirect
from tests.articles.test_admin import form_of
from tests.builders import (
    TOMORROW,
    complete,
    make_category,
    make_draft,
    make_published,
    make_site,
    make_withdrawn,
    revise,
)
from tests.newsroom import address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    return make_site()


def slug(article, text):
    return drafts.working(article) | {"slug": {"ar": text, "en": ""}}


# --- Headlines --------------------------------------------------------------------------------------------------------


def test_the_front_page_has_its_own_headline_and_other_pages_the_usual(client):
    section = make_category("سياسة")
    make_site(lead_category=section)
    for place in range(8):
        front = {"ar": f"واجهة {place}.", "en": ""}
        make_published(f"أصل {place}.", front_headline=front, category=section)
    page = client.get("/").text
    for place in range(8):
        assert f"واجهة {place}." in page
        assert f"أصل {place}." not in page
    assert "واجهة" not in client.get(section.get_absolute_url("ar")).text
    assert "أصل 3." in client.get(section.get_absolute_url("ar")).text


def test_a_front_headline_never_comes_from_another_language(client):
    make_published("الأصل", english="The origin", front_headline={"ar": "الواجهة", "en": ""})
    english = client.get("/en/").text
    assert "The origin" in english
    assert "الواجهة" not in english


def test_search_and_cards_have_their_own_titles(client):
    article = make_published(
        "الأصل", seo_headline={"ar": "للبحث", "en": ""}, share_headline={"ar": "للمشاركة", "en": ""}
    )
    page = client.get(article.get_absolute_url("ar")).text
    assert "للبحث" in page.split("<title>")[1].split("</title>")[0]
    assert "للمشاركة" in page.split('property="og:title"')[1].split(">")[0]
    assert "<h1>الأصل</h1>" in page
    plain = client.get(make_published("وحده").get_absolute_url("ar")).text
    assert "وحده" in plain.split('property="og:title"')[1].split(">")[0]


# --- Addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [make_published, make_withdrawn])
def test_an_address_readers_know_does_not_change_in_passing(make):
    article = make("الأصل")
    with pytest.raises(ValidationError) as caught:
        drafts.save(article, slug(article, "آخر"), by=None)
    assert set(caught.value.message_dict) == {"slug_ar"}
    article = revise(article, headline={"ar": "عنوان أدق", "en": ""})
    assert article.slug_ar == "الأصل"


@pytest.mark.parametrize("make", [make_draft, lambda text: make_published(text, at=TOMORROW)])
def test_an_address_nobody_knows_changes_freely(make):
    article = make("الأصل")
    article = drafts.save(article, slug(article, "آخر"), by=None)
    assert drafts.working(article)["slug"]["ar"] == "آخر"


def test_an_address_in_a_language_nobody_reads_it_in_changes_freely():
    article = make_published("الأصل", english="The origin", languages=["ar"])
    content = drafts.working(article) | {"slug": {"ar": "الأصل", "en": "another"}}
    assert drafts.working(drafts.save(article, content, by=None))["slug"]["en"] == "another"


def test_the_old_address_leads_to_the_new_one_in_one_step(client):
    article = make_published("الأصل")
    old = article.get_absolute_url("ar")
    drafts.save(article, slug(article, "آخر"), by=None, new_address=True)
    assert client.get(old).status_code == 200  # until the change is published
    article = workflow.publish_changes(article, by=None)
    answer = client.get(old)
    assert (answer.status_code, answer.url) == (301, article.get_absolute_url("ar"))
    assert "%D8%A2%D8%AE%D8%B1" in answer.url
    assert client.get(answer.url).status_code == 200
    assert not Redirect.objects.exists()  # the number finds it


def test_a_confirmed_address_is_not_asked_for_again():
    article = make_published("الأصل")
    drafts.save(article, slug(article, "آخر"), by=None, new_address=True)
    drafts.save(article, drafts.working(article) | {"source": "وكالة"}, by=None)
    assert drafts.working(article)["slug"]["ar"] == "آخر"


def test_an_old_revision_is_given_back_without_its_address():
    article = make_draft("الأصل")
    first = drafts.newest(article)
    drafts.save(article, slug(article, "آخر") | {"headline": {"ar": "عنوان أدق", "en": ""}}, by=None)
    article = workflow.publish(article, by=None)
    drafts.restore(article, first, by=None)
    working = drafts.working(article)
    assert (working["headline"]["ar"], working["slug"]["ar"]) == ("الأصل", "آخر")


def load(tmp_path, **values):
    import json

    item = {
        "ref": "x1",
        "status": "published",
        "published_at": {"days_ago": 1},
        "headline": {"ar": "الأصل"},
        "body": {"ar": "<p>نص</p>"},
        "categories": ["c1"],
        "main_category": "c1",
    }
    data = {"categories": [{"ref": "c1", "name": {"ar": "سياسة"}}], "articles": [item | values]}
    (tmp_path / "file.json").write_text(json.dumps(data), "utf-8")
    _counts, mistakes = interchange.load(tmp_path / "file.json")
    assert not mistakes
    return Article.objects.get()


def test_a_file_keeps_the_address_it_does_not_name_and_changes_the_one_it_names(tmp_path):
    assert load(tmp_path).slug_ar == "الأصل"
    assert load(tmp_path, headline={"ar": "عنوان أدق"}).slug_ar == "الأصل"
    assert load(tmp_path, slug={"ar": ""}).slug_ar == "الأصل"
    assert load(tmp_path, slug={"ar": "آخر"}).slug_ar == "آخر"


# --- The form ---------------------------------------------------------------------------------------------------------


def test_the_form_asks_before_it_changes_an_address(as_salma):
    article = make_published("الأصل", **complete())
    page = address(Article, "change", article.pk)
    sent = form_of(slug_ar="آخر", standfirst_ar="سطر", image=article.image_id, headline_ar="عنوان أدق")
    refused = as_salma.post(page, sent)
    assert refused.status_code == 200
    assert "أكّد تغييره" in refused.text
    assert "عنوان أدق" in refused.text
    assert as_salma.post(page, sent | {"new_address": "on"}).status_code == 302
    assert drafts.working(article)["slug"]["ar"] == "آخر"


def test_a_draft_is_not_asked_for_a_confirmation(as_salma):
    article = make_draft("الأصل")
    page = address(Article, "change", article.pk)
    assert "new_address" not in as_salma.get(page).text
    assert as_salma.post(page, form_of(slug_ar="آخر")).status_code == 302
    assert Article.objects.get().slug_ar == "آخر"


def test_a_slug_that_was_made_follows_the_headline_until_it_is_published(as_salma):
    article = make_draft("الأصل")
    page = address(Article, "change", article.pk)
    answer = as_salma.get(page)
    assert answer.context["adminform"].form["slug_ar"].value() == ""
    assert 'placeholder="الأصل"' in answer.text
    as_salma.post(page, form_of(headline_ar="عنوان أدق", slug_ar=""))
    assert Article.objects.get().slug_ar == "عنوان-أدق"


def test_a_slug_that_was_chosen_stays_when_the_headline_changes(as_salma):
    article = make_draft("الأصل", slug={"ar": "مختار", "en": ""})
    page = address(Article, "change", article.pk)
    value = as_salma.get(page).context["adminform"].form["slug_ar"].value()
    as_salma.post(page, form_of(headline_ar="عنوان أدق", slug_ar=value))
    assert Article.objects.get().slug_ar == "مختار"


def test_slugs_are_proposed_by_the_rule_that_makes_them(as_salma):
    url = reverse("admin:articles_article_slug")
    assert as_salma.get(url, {"headline": "روسيا تعلن: 3.5 مليار", "language": "ar"}).json() == {
        "slug": "روسيا-تعلن-3-5-مليار"
    }
    assert as_salma.get(url, {"headline": "؟؟؟", "language": "en"}).json() == {"slug": "story"}
    assert as_salma.get(url, {"headline": " ", "language": "xx"}).json() == {"slug": ""}
    assert as_salma.get(url, {"headline": "ا" * 9000 + "\x00"}).status_code == 200
