"""One spelling for each address; old ones lead on in one step."""

import unicodedata
from urllib.parse import quote, unquote

import pytest

from articles import catalogue, workflow
from articles.addresses import leave_redirect
from articles.models import Redirect
from tests.builders import (
    TOMORROW,
    make_author,
    make_category,
    make_page,
    make_published,
    make_site,
    make_tag,
    make_withdrawn,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    make_site()
    return make_published("إعلان مفاجئ في أرمينيا", english="A sudden announcement")


def ask(client, raw, query=""):
    """GET an address in just this spelling, as gunicorn passes it on."""
    uri = f"{raw}?{query}" if query else raw
    return client.get(unquote(raw), query_params=None, QUERY_STRING=query, RAW_URI=uri)


SPELLINGS = [
    lambda path, pk: path.rstrip("/"),
    lambda path, pk: f"/{pk}",
    lambda path, pk: f"/{pk}/",
    lambda path, pk: f"/{pk}/wrong-words/",
    lambda path, pk: path.lower(),  # %d8 for %D8
    lambda path, pk: quote(unicodedata.normalize("NFD", unquote(path))),
    lambda path, pk: quote(path),  # encoded twice
    lambda path, pk: unquote(path),  # raw bytes
    lambda path, pk: path + "extra/words/",
    lambda path, pk: f"/{pk}/%ff%fe/",
    lambda path, pk: f"/{pk}/%00/",
]


@pytest.mark.parametrize("spell", SPELLINGS)
def test_every_spelling_of_an_article_leads_to_the_one_in_one_step(client, article, spell):
    path = article.get_absolute_url("ar")
    answer = ask(client, spell(path, article.pk))
    assert answer.status_code == 301
    assert answer.url == path
    assert ask(client, path).status_code == 200


def test_the_query_is_kept_on_the_way(client, article):
    answer = ask(client, f"/{article.pk}", "utm_source=x")
    assert answer.url == f"{article.get_absolute_url('ar')}?utm_source=x"


def test_the_short_link_of_an_english_story_leads_to_its_english_page(client):
    make_site()
    article = make_published("", english="Only in English")
    assert ask(client, f"/{article.pk}").url == article.get_absolute_url("en")


def test_a_page_that_is_not_translated_is_not_there(client):
    make_site()
    article = make_published()
    answer = ask(client, f"/en/{article.pk}/")
    assert answer.status_code == 404
    assert article.get_absolute_url("ar") in answer.content.decode()


@pytest.mark.parametrize(
    "make",
    [
        lambda: make_category("شؤون دولية"),
        lambda: make_category("آسيا", parent=make_category("شؤون دولية")),
        lambda: make_published(tags=[make_tag("ناغورنو كاراباخ")]).tags.first(),
        lambda: make_published(authors=[make_author("ليلى منصور")]).bylines.get().author,
        lambda: make_page("من نحن"),
    ],
)
def test_every_other_page_has_one_spelling_too(client, make):
    make_site()
    path = make().get_absolute_url("ar")
    assert ask(client, path).status_code == 200
    for other in (path.rstrip("/"), path.lower(), quote(unicodedata.normalize("NFD", unquote(path)))):
        if other != path:
            answer = ask(client, other)
            assert (answer.status_code, answer.url) == (301, path)


def test_names_in_addresses_fall_back_to_arabic(client):
    make_site()
    category = make_category("سياسة", name_en="Politics")
    assert category.get_absolute_url("en") == "/en/politics/"
    assert ask(client, "/en/" + quote("سياسة") + "/").url == "/en/politics/"
    untranslated = make_category("اقتصاد")
    assert ask(client, untranslated.get_absolute_url("en")).status_code == 200


def test_the_language_home_without_its_slash_leads_home(client):
    make_site()
    assert ask(client, "/en").url == "/en/"


@pytest.mark.parametrize("slug", ["tag", "search", "en", "ar", "2024", "admin", "sitemap-x", "wp-content", "MEDIA"])
def test_a_section_cannot_take_an_address_that_means_something_else(slug):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        make_category("قسم", slug_ar=slug)


def test_a_renamed_section_leads_from_its_old_address(client):
    make_site()
    world = make_category("عالم")
    asia = make_category("آسيا", parent=world)
    old, old_child = world.get_absolute_url("ar"), asia.get_absolute_url("ar")
    world.slug_ar = "شؤون-دولية"
    catalogue.save(world)
    asia.refresh_from_db()
    assert ask(client, old).url == world.get_absolute_url("ar")
    assert ask(client, old_child).url == asia.get_absolute_url("ar")
    assert ask(client, f"{old}feed/").url == f"{world.get_absolute_url('ar')}feed/"


def test_renaming_twice_makes_no_chain_and_back_no_loop(client):
    make_site()
    world = make_category("أ")
    paths = [world.get_absolute_url("ar")]
    for slug in ("ب", "ج", "أ"):
        world.slug_ar = slug
        catalogue.save(world)
        paths.append(world.get_absolute_url("ar"))
    assert ask(client, paths[0]).status_code == 200
    assert ask(client, paths[1]).url == paths[0]
    assert ask(client, paths[2]).url == paths[0]


def test_a_redirect_leads_to_an_article_however_it_is_called_now(client, article):
    Redirect.objects.create(old_path="/2019/05/خبر-قديم", article=article)
    assert ask(client, quote("/2019/05/خبر-قديم/")).url == article.get_absolute_url("ar")
    assert ask(client, quote("/2019/05/خبر-قديم")).url == article.get_absolute_url("ar")


def test_a_redirect_to_what_is_not_published_is_not_there(client):
    make_site()
    Redirect.objects.create(old_path="/old", article=make_published(at=TOMORROW))
    assert ask(client, "/old/").status_code == 404


def test_a_redirect_is_asked_before_an_address_is_corrected(client, article):
    other = make_published("خبر آخر")
    Redirect.objects.create(old_path=f"/{article.pk}/old", article=other)
    assert ask(client, f"/{article.pk}/old/").url == other.get_absolute_url("ar")


def test_a_redirect_wins_over_the_notice_of_a_withdrawn_article(client, article):
    gone = make_withdrawn()
    leave_redirect(gone.get_absolute_url("ar"), article.get_absolute_url("ar"))
    assert ask(client, gone.get_absolute_url("ar")).url == article.get_absolute_url("ar")


def test_a_withdrawn_article_answers_410_in_any_spelling(client):
    make_site()
    article = make_withdrawn("عنوان سري")
    for raw in (article.get_absolute_url("ar"), f"/{article.pk}", f"/{article.pk}/x/"):
        answer = ask(client, raw)
        assert answer.status_code == 410
        assert "سري" not in answer.content.decode()


def test_a_draft_answers_like_an_article_that_never_was(client, article):
    from tests.builders import make_draft

    draft = make_draft("عنوان سري")
    unknown = draft.pk + 1
    answers = [ask(client, f"/{pk}/") for pk in (draft.pk, unknown)]
    assert [answer.status_code for answer in answers] == [404, 404]
    bodies = [
        answer.content.decode().replace(str(pk), "") for answer, pk in zip(answers, (draft.pk, unknown), strict=True)
    ]
    assert bodies[0] == bodies[1]


def test_restoring_gives_the_old_address_back(client):
    make_site()
    article = make_withdrawn()
    workflow.restore(article, by=None)
    assert ask(client, article.get_absolute_url("ar")).status_code == 200
