"""Kinds of stories: each has its own layout, and wants its own before readers see it."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import checks, workflow
from articles import content as contents
from tests import cast
from tests.builders import (
    complete,
    content_of,
    make_author,
    make_category,
    make_draft,
    make_image,
    make_published,
    make_site,
)

pytestmark = pytest.mark.django_db
VIDEO = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
SPONSOR = {"ar": "دار المحبرة", "en": ""}


@pytest.fixture(autouse=True)
def site():
    return make_site()


def in_arabic(*markup):
    return {"ar": "".join(markup), "en": ""}


def gallery(*images):
    figures = "".join(f'<figure data-image="{image.pk}"></figure>' for image in images)
    return f'<figure data-kind="gallery">{figures}</figure>'


def page_of(client, article):
    return client.get(article.get_absolute_url("ar")).text


# --- Before publishing ------------------------------------------------------------------------------------------------

WANTS = [
    ({"kind": "opinion"}, {"bylines"}),
    ({"kind": "video"}, {"video"}),
    ({"kind": "video", "video": VIDEO}, set()),
    ({"kind": "translated"}, {"source"}),
    ({"kind": "translated", "source": "دفاتر الأفق"}, set()),
    ({"kind": "sponsored"}, {"sponsor_ar"}),
    ({"kind": "sponsored", "sponsor": SPONSOR}, set()),
    ({"kind": "gallery"}, {"body_ar"}),
    ({"kind": "gallery", "body": in_arabic('<figure data-kind="gallery"><p>نص</p></figure>')}, set()),
    ({"kind": "explainer", "body": in_arabic("<h2>لماذا؟</h2><p>لأن.</p>")}, {"body_ar"}),
    ({"kind": "explainer", "body": in_arabic("<h2>لماذا؟</h2><p>لأن.</p><h2>ومتى؟</h2><p>غدًا.</p>")}, set()),
    ({"kind": "news"}, set()),
]


@pytest.mark.parametrize(("values", "missing"), WANTS)
def test_each_kind_wants_its_own(values, missing):
    content = contents.blank() | content_of(**complete(**values))
    assert set(checks.missing(content, by=object())) == missing


def test_an_opinion_has_a_writer_and_not_only_a_photographer():
    author = make_author("ليلى")
    for role, missing in (("writing", set()), ("photo", {"bylines"})):
        content = content_of(**complete(kind="opinion")) | {"bylines": [{"author": author.pk, "role": role}]}
        assert set(checks.missing(contents.blank() | content, by=object())) == missing


def test_nobody_publishes_paid_content_without_its_sponsor():
    with pytest.raises(ValidationError) as caught:
        workflow.publish(make_draft(**complete(kind="sponsored")), by=cast.salma())
    assert set(caught.value.message_dict) == {"sponsor_ar"}


# --- Layouts ----------------------------------------------------------------------------------------------------------


def test_an_opinion_shows_its_writer_first_and_once(client):
    leila = make_author("ليلى منصور", title_ar="كاتبة", photo=make_image(file="face.png"))
    article = make_published("في مديح التصحيح", kind="opinion", authors=[leila])
    page = page_of(client, article)
    assert page.index('class="writers') < page.index("<h1>")
    head = page[page.index("<h1>") : page.index('class="prose"')]
    assert "ليلى منصور" not in head
    assert "face" in page[: page.index("<h1>")]


def test_the_cards_of_opinions_show_who_holds_them(client):
    section = make_category("رأي")
    leila = make_author("ليلى منصور", photo=make_image(file="face.png"))
    make_published("رأي", kind="opinion", authors=[leila], category=section)
    make_published("خبر", authors=[make_author("سامر")], category=section)
    for path in ("/", section.get_absolute_url("ar"), "/search/?q=رأي"):
        main = client.get(path).text.split("<main", 1)[1]
        assert "ليلى منصور" in main, path
        assert "سامر" not in main, path


def test_more_opinions_cost_no_more_questions(client):
    section = make_category("رأي")

    def cost():
        for path in ("/", section.get_absolute_url("ar")):
            with CaptureQueriesContext(connection) as captured:
                client.get(path)
            yield len(captured)

    for place in range(2):
        make_published(f"رأي {place}", kind="opinion", authors=[make_author(f"كاتب {place}")], category=section)
    few = list(cost())
    for place in range(2, 8):
        writers = [make_author(f"كاتب {place}"), make_author(f"كاتبة {place}", photo=make_image())]
        make_published(f"رأي {place}", kind="opinion", authors=writers, category=section)
    assert list(cost()) == few


def test_the_first_gallery_leads_in_place_of_the_lead_picture(client):
    lead, one, two, three = (make_image(file=f"p{place}.png") for place in range(4))
    body = in_arabic("<p>قبل</p>", gallery(one, two), "<p>بعد</p>", gallery(three))
    article = make_published(kind="gallery", image=lead.pk, body=body)
    page = page_of(client, article).split("<main", 1)[1]
    before, prose = page.split('class="prose"', 1)
    assert before.count("<img") == 2
    assert lead.file.name not in before
    assert 'tabindex="0"' in before
    assert prose.split("</article>")[0].count('class="gallery"') == 1
    assert before.count('fetchpriority="high"') == 1


def test_a_gallery_whose_pictures_are_gone_leaves_the_lead_picture(client):
    lead, one = make_image(file="lead.png"), make_image(file="one.png", rights_until="2020-01-01")
    page = page_of(client, make_published(kind="gallery", image=lead.pk, body=in_arabic(gallery(one), "<p>نص</p>")))
    assert "lead" in page.split('class="prose"')[0].split("<main", 1)[1]
    assert "lead-gallery" not in page


def test_a_news_story_keeps_its_gallery_in_the_text(client):
    page = page_of(client, make_published(body=in_arabic("<p>نص</p>", gallery(make_image(), make_image()))))
    assert 'class="gallery"' in page.split('class="prose"')[1]


def test_a_video_leads_and_is_fetched_by_a_press_alone(client):
    article = make_published(kind="video", video=VIDEO, image=make_image(file="poster.png").pk)
    answer = client.get(article.get_absolute_url("ar"))
    head = answer.text.split('class="prose"')[0].split("<main", 1)[1]
    assert f'href="{VIDEO}"' in head
    assert "data-show-embed" in head
    assert "<iframe" not in answer.text
    assert head.count("poster") >= 1
    assert "شاهد الفيديو" not in head
    assert "frame-src https://www.youtube-nocookie.com" in answer.headers["Content-Security-Policy"]


def test_a_video_of_no_known_provider_is_a_plain_link(client):
    article = make_published(kind="video", video="https://video.example/1", image=make_image().pk)
    answer = client.get(article.get_absolute_url("ar"))
    assert 'href="https://video.example/1"' in answer.text
    assert "data-show-embed" not in answer.text
    assert "video.example" not in answer.headers["Content-Security-Policy"]


QUESTIONS = "<h2>لماذا؟</h2><p>لأن.</p><h2>ومتى <em>يعود</em>؟</h2><p>غدًا.</p><h2>لماذا؟</h2><p>ثانية.</p>"


def test_an_explainer_lists_its_questions(client):
    page = page_of(client, make_published(kind="explainer", body=in_arabic(QUESTIONS)))
    listed = page.split('class="in-this"')[1].split("</nav>")[0]
    anchors = re.findall(r'href="#([^"]+)"', listed)
    assert anchors == ["q-لماذا", "q-ومتى-يعود", "q-لماذا-2"]
    assert re.findall(r'<h2 id="([^"]+)"', page.split('class="prose"')[1])[:3] == anchors
    assert "in-this" not in page_of(client, make_published(body=in_arabic(QUESTIONS)))


def test_an_anchor_stays_when_a_question_comes_before_it(client):
    one = page_of(client, make_published(kind="explainer", body=in_arabic(QUESTIONS)))
    two = page_of(client, make_published(kind="explainer", body=in_arabic("<h2>أين؟</h2><p>هنا.</p>", QUESTIONS)))
    assert '<h2 id="q-ومتى-يعود">' in one
    assert '<h2 id="q-ومتى-يعود">' in two


# --- Paid for ---------------------------------------------------------------------------------------------------------


def test_paid_content_says_by_whom_wherever_it_stands(client):
    section = make_category("ثقافة")
    paid = make_published("مكتبات صغيرة", kind="sponsored", sponsor=SPONSOR, category=section)
    other = make_published(
        "خبر", category=section, body=in_arabic(f'<figure data-article="{paid.pk}"></figure><p>ن</p>')
    )
    paths = ["/", "/feed/", "/search/?q=مكتبات", "/search/suggest/?q=مكتبات", section.get_absolute_url("ar")]
    paths += [
        paid.get_absolute_url("ar"),
        other.get_absolute_url("ar"),
        f"/archive/{timezone.localtime(paid.published_at):%Y/%m/%d}/",
    ]
    for path in paths:
        text = client.get(path).content.decode()
        assert "محتوى مدفوع: دار المحبرة" in text, path


def test_paid_content_neither_leads_nor_is_among_the_latest(client):
    section, politics = make_category("ثقافة"), make_category("سياسة")
    make_site(lead_category=section)
    make_published("خبر القسم", category=politics)
    make_published("مكتبات صغيرة", kind="sponsored", sponsor=SPONSOR, category=section)
    page = client.get("/").text
    hero = page.split('class="hero')[1].split("</article>")[0]
    assert "خبر القسم" in hero
    assert page.count("مكتبات صغيرة") == 1
    assert "مكتبات صغيرة" in page.split('class="block-head"', 1)[1]


def test_paid_content_is_not_among_the_latest_of_pages_that_found_nothing(client):
    make_published("مكتبات صغيرة", kind="sponsored", sponsor=SPONSOR)
    make_published("خبر من المدينة")
    for path in ("/لا-شيء/", "/search/", "/search/?q=قققق"):
        page = client.get(path).text
        assert "خبر من المدينة" in page, path
        assert "مكتبات صغيرة" not in page, path


def test_links_that_are_paid_for_say_so_to_machines(client):
    body = in_arabic('<p><a href="https://shop.example/">متجر</a> و<a href="/ثقافة/">قسم</a></p>')
    paid = page_of(client, make_published(kind="sponsored", sponsor=SPONSOR, body=body)).split('class="prose"')[1]
    assert '<a href="https://shop.example/" rel="sponsored nofollow noopener">' in paid
    assert '<a href="/ثقافة/">' in paid
    assert "sponsored nofollow" not in page_of(client, make_published(body=body))


def test_structured_data_names_the_sponsor(client):
    page = page_of(client, make_published(kind="sponsored", sponsor=SPONSOR))
    assert '"@type":"AdvertiserContentArticle"' in page
    assert '"sponsor":{"@type":"Organization","name":"دار المحبرة"}' in page


def test_a_sponsor_of_another_kind_is_told_to_nobody(client):
    assert "دار المحبرة" not in page_of(client, make_published(sponsor=SPONSOR))
