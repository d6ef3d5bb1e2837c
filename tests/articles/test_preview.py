"""Seeing what readers would see: exactly their page, for those who may, and without leaving anything behind."""

import datetime
import re
import threading
import time
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles import drafts, preview, workflow
from articles.models import Article, PreviewLink, SectionGrant, StatusChange
from newsportal.kept import query_keys
from tests import cast
from tests.builders import (
    NOW,
    TOMORROW,
    make_author,
    make_category,
    make_draft,
    make_image,
    make_published,
    make_site,
    make_tag,
)

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
BETTER = {"ar": "عنوان أدق", "en": "A better headline"}


@pytest.fixture(autouse=True)
def site():
    return make_site()


def rich(make=make_draft, **values):
    """An article with something of everything, none of it known to readers."""
    return make(
        "خبر تحت الإعداد",
        english="A story in the making",
        tags=[make_tag("وسم جديد")],
        authors=[make_author("كاتب جديد", bio_ar="سيرته.")],
        image=make_image(caption_ar="صورة لم تنشر").pk,
        related=[make_published("خبر قريب").pk],
        corrections=[{"made_at": NOW - HOUR, "text": {"ar": "صُحّح الرقم."}}],
        **values,
    )


def path_of(article, language="ar", page="page"):
    return reverse(f"admin:articles_article_preview_{page}", args=[article.pk, language])


def without_banner(text):
    """Without the banner of a preview, and without what leads to the other language, of a preview or not."""
    text = re.sub(r'<aside class="preview".*?</aside>|<a class="pill language"[^>]*>', "", text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", text)


def without_times(text):
    return re.sub(r"<time[^>]*>.*?</time>|\d{4}-\d\d-\d\dT[\d:.+]+", "", text)


def link_to(article, *, by=None, **options):
    by = by or cast.huda()
    return preview.share(article, by=by, recipient="المحامي", **options)


# --- The page -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_preview_of_a_draft_is_the_page_readers_get_later_under_a_banner(client, language):
    article = rich()
    client.force_login(cast.huda())
    seen = client.get(path_of(article, language)).content.decode()
    workflow.publish(article, by=None)
    article.refresh_from_db()
    page = client.get(article.get_absolute_url(language)).content.decode()
    assert '<aside class="preview"' in seen
    assert '<aside class="preview"' not in page
    # But for when it was published.
    assert without_times(without_banner(seen)) == without_times(without_banner(page))


def test_a_preview_of_changes_is_the_page_readers_get_when_they_are_published(client):
    article = rich(make_published)
    before = client.get(article.get_absolute_url("ar")).content
    drafts.save(article, drafts.working(article) | {"headline": BETTER, "tags": []}, by=None)
    client.force_login(cast.huda())
    seen = client.get(path_of(article)).content.decode()
    assert "عنوان أدق" in seen
    assert client.get(article.get_absolute_url("ar")).content == before
    workflow.publish_changes(article, by=None)
    article.refresh_from_db()
    page = client.get(article.get_absolute_url("ar")).content.decode()
    assert without_banner(seen) == without_banner(page)


STATES = {
    "a draft": (rich, "مسودة"),
    "a scheduled article": (lambda: rich(make_published, at=TOMORROW), "مجدول"),
    "a withdrawn article": (lambda: workflow.withdraw(rich(make_published), by=None, note="خطأ"), "مسحوب"),
    "an expired article": (lambda: rich(make_published, at=NOW - 3 * HOUR, expires_at=NOW - HOUR), ""),
    "an article that ends before it begins": (lambda: rich(expires_at=NOW - HOUR), "مسودة"),
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_can_be_previewed_and_is_named(client, state):
    make, word = STATES[state]
    article = make()
    client.force_login(cast.huda())
    answer = client.get(path_of(article))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert word in text[text.index('<aside class="preview"') : text.index("</aside>")]
    for part in ("خبر تحت الإعداد", "وسم جديد", "كاتب جديد", "صورة لم تنشر", "خبر قريب", "صُحّح الرقم."):
        assert part in text, part


def test_a_preview_leads_to_the_preview_in_the_other_language(client):
    article = rich()
    client.force_login(cast.huda())
    assert f'href="{path_of(article, "en")}"' in client.get(path_of(article)).content.decode()
    assert f'href="{path_of(article, "ar")}"' in client.get(path_of(article, "en")).content.decode()


def test_an_older_revision_can_be_previewed_and_one_of_another_article_cannot(client):
    article, other = rich(), make_draft("خبر آخر")
    first = drafts.newest(article)
    drafts.save(article, drafts.working(article) | {"headline": BETTER}, by=None)
    client.force_login(cast.huda())
    assert "خبر تحت الإعداد" in client.get(path_of(article), {"revision": first.pk}).content.decode()
    for wrong in (drafts.newest(other).pk, 10**17, "x", "١", "", "9" * 30):
        expected = 404 if wrong else 200
        assert client.get(path_of(article), {"revision": wrong}).status_code == expected, wrong


def test_what_is_gone_is_left_out(client):
    tag = make_tag("عابر")
    article = make_published(tags=[tag])
    draft = drafts.working(article) | {"related": [make_draft("سيحذف").pk]}
    drafts.save(article, draft, by=None)
    Article.objects.get(pk=draft["related"][0]).delete()
    client.force_login(cast.huda())
    assert client.get(path_of(article)).status_code == 200


def test_a_language_nobody_wrote_has_no_preview(client):
    client.force_login(cast.huda())
    for language in ("en", "xx"):
        assert client.get(path_of(make_draft(), language)).status_code == 404


def test_a_preview_for_editors_is_stored_and_listed_nowhere(client):
    client.force_login(cast.huda())
    answer = client.get(path_of(rich()))
    assert_private(answer)
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


def test_a_preview_plays_what_the_page_plays(client):
    article = make_draft(
        body={"ar": '<figure data-embed="https://www.youtube.com/watch?v=dQw4w9WgXcQ"></figure><p>نص</p>'}
    )
    client.force_login(cast.huda())
    for path in (path_of(article), address_of(link_to(article, by=User.objects.get())[1])):
        assert "frame-src https://www.youtube-nocookie.com" in client.get(path).headers["Content-Security-Policy"]


def assert_private(answer):
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies


def test_only_those_who_see_the_article_in_the_newsroom_see_its_preview(client):
    article = make_draft(category=make_category("سياسة"))
    pages = [path_of(article), path_of(article, page="phone"), links_of(article)]
    for path in pages:
        assert client.get(path).status_code == 302, path
    omar = cast.omar()
    client.force_login(omar)
    for path in pages:
        assert client.get(path).status_code == 200, path
    SectionGrant.objects.create(user=omar, category=make_category("رياضة"))
    for path in pages:
        assert client.get(path).status_code == 404, path


def test_a_preview_is_changed_by_no_post(client):
    client.force_login(cast.huda())
    assert client.post(path_of(make_draft())).status_code == 405


def test_the_form_leads_to_previews_of_what_is_written(client):
    client.force_login(cast.huda())
    article = make_draft()
    page = client.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    assert f'href="{path_of(article)}" target="_blank"' in page
    assert f'href="{path_of(article, page="phone")}"' in page
    assert path_of(article, "en") not in page
    assert client.get(reverse("admin:articles_article_add")).status_code == 200


# --- Nothing stays ------------------------------------------------------------------------------------------------


def everything():
    """Every row of every table."""
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label != "sessions.Session"
    }


@pytest.mark.parametrize("state", STATES)
def test_a_preview_writes_nothing(client, state, django_capture_on_commit_callbacks):
    article = STATES[state][0]()
    if article.published_at:
        drafts.save(article, drafts.working(article) | {"headline": BETTER, "tags": []}, by=None)
    client.force_login(cast.huda(has_previewed=True))  # the first one is noted on the account
    before = everything()
    with django_capture_on_commit_callbacks() as callbacks:
        for language in ("ar", "en"):
            client.get(path_of(article, language))
    assert everything() == before
    assert not callbacks


def test_a_preview_that_fails_writes_nothing(client, monkeypatch):
    article = rich()
    client.force_login(cast.huda())
    before = everything()
    monkeypatch.setattr("articles.reader.views.related", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        client.get(path_of(article))
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_a_save_waits_for_a_preview_and_no_longer():
    article, entered, saved = make_draft(), threading.Event(), []

    def save():
        entered.wait(10)
        try:
            drafts.save(article, drafts.working(article) | {"headline": BETTER}, by=None)
            saved.append(time.monotonic())
        finally:
            connection.close()

    thread = threading.Thread(target=save)
    thread.start()
    with preview.as_published(article, drafts.working(article), "ar"):
        entered.set()
        time.sleep(0.3)
        left = time.monotonic()
    thread.join(20)
    assert saved and saved[0] >= left
    stored = Article.objects.get(pk=article.pk)
    assert (stored.headline_ar, stored.status) == ("عنوان أدق", "draft")


# --- Links for people without an account --------------------------------------------------------------------------


def links_of(article):
    return reverse("admin:articles_article_preview_links", args=[article.pk])


def address_of(token, language="ar"):
    return f"/preview/{token}/" if language == "ar" else f"/{language}/preview/{token}/"


def test_a_link_shows_one_revision_to_whoever_has_it(client):
    article = rich()
    link, token = link_to(article)
    drafts.save(article, drafts.working(article) | {"headline": BETTER}, by=None)
    for language, headline in (("ar", "خبر تحت الإعداد"), ("en", "A story in the making")):
        answer = client.get(address_of(token, language))
        text = answer.content.decode()
        assert answer.status_code == 200
        assert headline in text
        assert "المحامي" in text
        assert_private(answer)
    assert f'href="{address_of(token)}"' in text
    link.refresh_from_db()
    assert (link.opened, link.revision) == (2, article.revisions.last())
    assert link.opened_at


def test_a_link_to_an_english_story_opens_in_english(client):
    _link, token = link_to(make_draft("", english="Only in English"))
    answer = client.get(address_of(token))
    assert (answer.status_code, answer.url) == (302, address_of(token, "en"))
    assert_private(answer)


def test_the_secret_is_long_and_is_not_kept():
    link, token = link_to(make_draft())
    secret = token.split("-", 2)[2].rpartition(".")[0]
    assert len(secret) >= 43  # 256 bits
    assert not any(secret in str(value) for value in PreviewLink.objects.values_list()[0])
    assert len({link_to(make_draft(), by=link.made_by)[1] for _ in range(3)}) == 3


def test_a_link_lasts_its_hours_and_never_more_than_three_days():
    article, huda = make_draft(), cast.huda()
    assert link_to(article, by=huda)[0].expires_at <= timezone.now() + 24 * HOUR
    now = timezone.now()
    _link, token = link_to(article, by=huda, hours=72, now=now)
    assert preview.found(token, now=now + 72 * HOUR - datetime.timedelta(seconds=1))
    assert not preview.found(token, now=now + 72 * HOUR)
    for hours in (73, 0, -1, 10**9):
        with pytest.raises(ValidationError):
            link_to(article, by=huda, hours=hours)


def tampered(token):
    a, b = link_to(make_draft("ألف"), by=PreviewLink.objects.get().made_by)[1], token
    head, _, signature = b.rpartition(".")
    article, revision, secret = head.split("-", 2)
    other_article, other_revision, other_secret = a.rpartition(".")[0].split("-", 2)
    sign = preview._SIGNER.sign
    yield from ("", "x", f"{b}x", f"x{b}", b[:-1], head, f"{b}.css", f"{b}/a.css", f"{b}%00", b.swapcase(), f"{b}/{b}")
    yield f"{other_article}-{revision}-{secret}.{signature}"
    # Even signed: the secret is of one article and one revision.
    yield sign(f"{other_article}-{revision}-{secret}")
    yield sign(f"{article}-{other_revision}-{secret}")
    yield sign(f"{other_article}-{other_revision}-{secret}")
    yield sign(f"{article}-{revision}-{other_secret}")
    yield sign(f"{article}-{revision}-")
    yield sign(f"{article}-{revision}")


def test_any_other_token_leads_nowhere(client):
    _link, token = link_to(make_draft("خبر سري"))
    for wrong in tampered(token):
        answer = client.get(address_of(wrong))
        assert answer.status_code == 404, wrong
        assert "خبر سري" not in answer.content.decode(), wrong
        assert_private(answer)
    assert client.get(address_of(token)).status_code == 200


ENDS = {
    "it is revoked": lambda link: preview.revoke(link, by=cast.salma()),
    "it expires": lambda link: PreviewLink.objects.update(expires_at=timezone.now()),
    "its maker leaves": lambda link: type(link.made_by).objects.filter(pk=link.made_by_id).update(is_active=False),
    "its maker is deleted": lambda link: link.made_by.delete(),
    "its maker may not see articles any more": lambda link: link.made_by.user_permissions.clear(),
    "its maker is limited to other sections": lambda link: SectionGrant.objects.create(
        user=link.made_by, category=make_category("رياضة")
    ),
    "the article is withdrawn": lambda link: workflow.withdraw(
        workflow.publish(link.article, by=None), by=None, note="خطأ"
    ),
    "the article is deleted": lambda link: link.article.delete(),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_link_leads_nowhere_once(client, end):
    link, token = link_to(make_draft("خبر سري"), by=cast.omar())
    assert client.get(address_of(token)).status_code == 200
    ENDS[end](PreviewLink.objects.get())
    answer = client.get(address_of(token))
    assert answer.status_code == 404
    assert "خبر سري" not in answer.content.decode()
    assert_private(answer)


@pytest.mark.parametrize("user", ["omar", "salma", "huda"])
@pytest.mark.parametrize("make", [make_draft, make_published])
def test_nobody_makes_a_link_to_what_is_under_embargo(make, user):
    article = make()
    drafts.save(article, drafts.working(article) | {"embargo_until": TOMORROW}, by=None)
    by = getattr(cast, user)()
    with pytest.raises((ValidationError, PermissionDenied)):
        link_to(article, by=by)
    assert not PreviewLink.objects.exists()


def test_an_embargo_closes_a_link_and_its_end_opens_it_again(client):
    article = make_draft("خبر سري")
    _link, token = link_to(article, hours=72)
    drafts.save(article, drafts.working(article) | {"embargo_until": TOMORROW}, by=None)
    answer = client.get(address_of(token))
    assert answer.status_code == 404
    assert "خبر سري" not in answer.content.decode()
    assert not preview.found(token, now=TOMORROW - datetime.timedelta(seconds=1))
    assert preview.found(token, now=TOMORROW)


def test_a_link_to_what_was_under_embargo_when_it_was_made_stays_closed_though_the_draft_is_free():
    article = make_draft(embargo_until=TOMORROW)
    _link, token = link_to(article, hours=72, now=TOMORROW)
    drafts.save(article, drafts.working(article) | {"embargo_until": None}, by=None)
    assert not preview.found(token)
    assert preview.found(token, now=TOMORROW)


def test_the_newsroom_says_until_when_there_is_an_embargo_and_previews_for_itself(client):
    client.force_login(cast.huda())
    article = make_draft(embargo_until=TOMORROW)
    assert client.get(path_of(article)).status_code == 200
    answer = client.post(links_of(article), {"recipient": "المحامي", "hours": 24})
    assert answer.status_code == 200
    assert "المحامي" in answer.content.decode()
    assert f"{timezone.localtime(TOMORROW):%H:%M}" in answer.content.decode()


def test_an_article_that_was_withdrawn_can_be_shown_by_a_new_link(client):
    article = workflow.withdraw(make_published(), by=None, note="خطأ")
    assert client.get(address_of(link_to(article)[1])).status_code == 200


def test_a_reporters_link_still_leads_to_what_was_scheduled_meanwhile(client):
    article = make_draft()
    _link, token = link_to(article, by=cast.omar())
    workflow.publish(article, by=None, at=TOMORROW)
    assert client.get(address_of(token)).status_code == 200


def test_who_may_not_change_an_article_makes_and_revokes_no_link(client):
    article = make_published()
    link, token = link_to(article)
    omar = cast.omar()
    with pytest.raises(PermissionDenied):
        preview.share(article, by=omar, recipient="صديق")
    with pytest.raises(PermissionDenied):
        preview.revoke(link, by=omar)
    client.force_login(omar)
    assert 'name="recipient"' not in client.get(links_of(article)).content.decode()
    assert client.post(links_of(article), {"recipient": "صديق", "hours": 24}).status_code == 403
    assert client.post(links_of(article), {"revoke": link.pk}).status_code == 403
    assert PreviewLink.objects.get().revoked_at is None
    assert client.get(address_of(token)).status_code == 200


def test_a_link_is_made_shown_once_and_revoked_in_the_newsroom(client):
    article, other = rich(), make_draft("خبر آخر")
    client.force_login(cast.huda())
    page = client.post(links_of(article), {"recipient": "المحامي", "hours": 72}).content.decode()
    addresses = re.findall(r'value="https://news.example([^"]+)"', page)
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    page = client.get(links_of(article)).content.decode()
    assert "المحامي" in page
    assert addresses[0] not in page
    link = PreviewLink.objects.get()
    assert client.post(links_of(other), {"revoke": link.pk}).status_code == 404
    for wrong in ("x", "9" * 40, "-1", ""):
        assert client.post(links_of(article), {"revoke": wrong}).status_code == 404
    client.post(links_of(article), {"revoke": link.pk})
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    assert StatusChange.objects.count() == 1  # the neighbour's publication: a link is no move


@pytest.mark.parametrize(
    "data", [{}, {"recipient": "", "hours": 24}, {"recipient": "x", "hours": 5}, {"recipient": "x" * 101}]
)
def test_a_link_for_nobody_or_for_ever_is_not_made(client, data):
    client.force_login(cast.huda())
    article = make_draft()
    assert client.post(links_of(article), data).status_code == 200
    assert not PreviewLink.objects.exists()


# --- Kept nowhere -------------------------------------------------------------------------------------------------


def test_no_address_below_preview_is_kept():
    _link, token = link_to(make_draft())
    for path in ("", "x", token, f"{token}/", f"{token}.css", f"{token}/a.css", f"{token}/feed/", f"{token};a.png"):
        for start in ("/preview/", "/en/preview/"):
            assert query_keys(start + path) is None, path


def test_robots_are_asked_to_stay_away(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert {"Disallow: /preview/", "Disallow: /en/preview/"} <= set(lines)


def test_no_post_and_no_query_opens_anything(client):
    link, token = link_to(make_draft())
    assert client.post(address_of(token)).status_code in (403, 405)
    assert client.head(address_of(token)).status_code == 200
    link.refresh_from_db()
    assert link.opened == 0
    assert client.get("/preview/", {"token": token}).status_code == 404


def test_the_page_of_a_link_names_no_address_of_itself_but_the_languages(client):
    """What is printed, copied or shared from it must not carry the secret on."""
    _link, token = link_to(rich())
    text = client.get(address_of(token)).content.decode()
    secret = token.split("-", 2)[2]
    assert text.count(secret) == text.count(f'href="{address_of(token, "en")}"') == 1
    assert re.match(r"/[0-9]{6,}/", urlsplit(re.search(r'<link rel="canonical" href="([^"]+)"', text)[1]).path)
