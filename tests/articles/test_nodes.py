"""What bodies refer to: galleries, cards, embeds, pull quotes and sources, on readers' pages."""

import datetime
import re

import pytest
from django.db import connection
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from articles import body, catalogue, drafts, interchange, workflow
from articles import content as contents
from articles.models import Article, ImageUse, Page, SectionGrant
from articles.rendering import rendered
from tests import cast
from tests.builders import NOW, TOMORROW, make_category, make_draft, make_image, make_page, make_published, make_site

pytestmark = pytest.mark.django_db
VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def figure(image, caption=""):
    written = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure data-image="{getattr(image, "pk", image)}">{written}</figure>'


def gallery(*images):
    return f'<figure data-kind="gallery">{"".join(map(figure, images))}</figure>'


def card(article):
    return f'<figure data-article="{getattr(article, "pk", article)}"></figure>'


def embed(url=VIDEO):
    return f'<figure data-embed="{url}"></figure>'


def quote(text="قول", by="قائل"):
    return f'<figure data-kind="quote"><blockquote>{text}</blockquote><figcaption>{by}</figcaption></figure>'


def note(text):
    return f'<cite data-note="">{text}</cite>'


def in_arabic(*texts):
    return {"ar": "".join(texts), "en": ""}


EVERYTHING = (
    "<p>نص" + note('تقرير <a href="https://example.com/">هنا</a>') + "</p>"
    + '<figure data-kind="gallery"><figure data-image="7"><figcaption>شرح</figcaption></figure></figure>'
    + card(100000) + embed() + quote()
)  # fmt: skip


def test_every_node_is_stored_as_it_is_written():
    assert body.clean(EVERYTHING) == EVERYTHING


def test_a_gallery_shows_its_pictures_with_their_captions():
    one, two = make_image(caption_ar="شرح المكتبة"), make_image(alt="نخلة")
    html = rendered(
        f'<p>قبل</p><figure data-kind="gallery">{figure(one)}{figure(two, "شرح هنا")}</figure><p>بعد</p>'
    ).html
    assert re.fullmatch(r'<p>قبل</p><div class="gallery" .*</div><p>بعد</p>', html, re.DOTALL)
    assert html.count("<img") == 2
    assert "شرح المكتبة" in html
    assert "شرح هنا" in html


def test_a_gallery_goes_on_without_a_picture_that_is_gone_and_goes_with_the_last():
    image = make_image()
    assert rendered(gallery(image, 999)).html.count("<img") == 1
    assert rendered("<p>قبل</p>" + gallery(998, 999)).html == "<p>قبل</p>"


def test_pictures_of_a_gallery_cannot_be_deleted_while_it_stands():
    image = make_image()
    article = make_draft(body=in_arabic("<p>نص</p>", gallery(image)))
    assert list(ImageUse.objects.values_list("article", "image")) == [(article.pk, image.pk)]
    with pytest.raises(ProtectedError):
        image.delete()


def test_a_card_shows_the_headline_of_now_and_leads_there():
    other = make_published("خبر قديم", image=make_image().pk)
    html = rendered(card(other)).html
    assert "خبر قديم" in html
    assert f'href="{other.get_absolute_url("ar")}"' in html
    drafts.save(other, contents.read(other) | {"headline": {"ar": "خبر أدق", "en": ""}}, by=None)
    assert other.pk in rendered(card(other)).articles


def test_a_card_of_what_readers_do_not_see_is_left_out():
    gone = [
        make_draft("مسودة"),
        make_published("آت", at=TOMORROW),
        workflow.withdraw(make_published("مسحوب"), by=None, note="خطأ"),
        make_published("منته", at=NOW - datetime.timedelta(days=2), expires_at=NOW - datetime.timedelta(days=1)),
    ]
    assert rendered("<p>قبل</p>" + "".join(map(card, [*gone, 999_999]))).html == "<p>قبل</p>"
    with translation.override("en"):
        assert rendered(card(make_published("عربي وحده"))).html == ""


def test_an_embed_is_a_link_and_fetches_nothing():
    made = rendered(embed())
    assert f'href="{VIDEO}"' in made.html
    assert not re.search(r"<(?:iframe|script|img|link|source)\b|\bsrc=", made.html)
    assert "يوتيوب" in made.html
    assert made.frames == {"https://www.youtube-nocookie.com"}


def test_an_embed_of_an_unknown_provider_is_a_plain_link():
    made = rendered(embed("https://video.example/1?a=1&amp;b=2"))
    assert (
        made.html
        == '<p><a href="https://video.example/1?a=1&amp;b=2" rel="noopener">https://video.example/1?a=1&amp;b=2</a></p>'
    )
    assert not made.frames


def test_sources_are_numbered_in_order_and_lead_there_and_back():
    html = rendered(f"<p>أول{note('مصدر <em>أ</em>')}</p><blockquote><p>ثان{note('ب')}</p></blockquote>").html
    marks = re.findall(r'<sup class="note-mark"><a id="mark-(\d)" href="#source-(\d)"', html)
    assert marks == [("1", "1"), ("2", "2")]
    assert re.findall(r'<li id="source-(\d)">(.*?) <a class="back" href="#mark-(\d)"', html) == [
        ("1", "مصدر <em>أ</em>", "1"),
        ("2", "ب", "2"),
    ]
    assert "١" in rendered(f"<p>نص{note('أ')}</p>", digits="arab").html


def test_the_source_of_a_caption_goes_with_its_picture():
    html = rendered(f"<p>نص{note('أ')}</p>{figure(999, 'شرح' + note('ب'))}<p>نص{note('ج')}</p>").html
    assert re.findall(r'<li id="source-(\d)">(.)', html) == [("1", "أ"), ("2", "ج")]


def test_sources_are_no_words_of_the_text():
    assert body.plain_text(f"<p>قال{note('تقرير')} أمس</p>") == "قال أمس"


def test_a_pull_quote_names_who_said_it():
    assert rendered(quote("قول <em>ما</em>", "ليلى")).html == (
        '<figure class="pull-quote"><blockquote>قول <em>ما</em></blockquote><figcaption>ليلى</figcaption></figure>'
    )


@pytest.mark.parametrize(
    "markup",
    [
        '<figure data-kind="gallery"><figure data-kind="gallery"><p>نص</p></figure></figure>',
        '<cite data-note=""><cite data-note="">نص</cite></cite>',
        '<figure data-image="1" data-article="2" data-embed="https://x.com/a/status/1" data-kind="quote"></figure>',
        '<figure data-article="999999999999999999"></figure>',
        f'<figure data-kind="gallery">{"<figure>" * 400}نص',
    ],
)
def test_nodes_put_together_in_ways_nobody_meant_leave_the_page_whole(markup):
    html = rendered("<p>قبل</p>" + body.clean(markup) + "<p>بعد</p>").html
    assert html.startswith("<p>قبل</p>")
    assert "<p>بعد</p>" in html


def queries(markup):
    with CaptureQueriesContext(connection) as captured:
        html = rendered(markup).html
    return len(captured), html


def test_thirty_references_of_every_kind_cost_what_three_cost():
    images = [make_image() for _image in range(30)]
    articles = [make_published(f"خبر {place}", image=images[place].pk) for place in range(28)]
    articles += [make_draft("مسودة"), make_published("آت", at=TOMORROW)]
    costs = []
    for shown in (3, 30):
        markup = "".join(
            f"<p>نص{note(str(place))}</p>"
            + figure(image)
            + gallery(image, images[0])
            + card(article)
            + embed()
            + quote()
            for place, (image, article) in enumerate(list(zip(images, articles, strict=True))[-shown:])
        )
        count, html = queries(body.clean(markup))
        assert html.count('class="read-also"') == shown - 2
        assert html.count('class="gallery"') == html.count('class="note-mark"') == shown
        costs.append(count)
    assert costs[0] == costs[1] == 3


def test_only_a_page_with_an_embed_may_show_frames_and_only_of_its_providers(client):
    make_site()
    plain, framed = (
        make_published(),
        make_published(body=in_arabic("<p>نص</p>", embed(), embed("https://t.me/some_one/1"))),
    )
    page = make_page(body="<p>نص</p>" + embed())
    assert "frame-src" not in client.get(plain.get_absolute_url("ar"))["Content-Security-Policy"]
    policy = client.get(framed.get_absolute_url("ar"))["Content-Security-Policy"]
    assert "frame-src https://t.me https://www.youtube-nocookie.com;" in policy + ";"
    assert "script-src 'self' 'sha256-" in policy
    policy = client.get(page.get_absolute_url("ar"))["Content-Security-Policy"]
    assert "frame-src https://www.youtube-nocookie.com;" in policy + ";"


def test_a_newsroom_moves_with_its_cards_and_galleries(tmp_path):
    make_site()
    image = make_image()
    first = make_published("أول")
    second = make_published("ثان", body=in_arabic("<p>نص</p>", card(first), gallery(image), card(999_999)))
    drafts.save(first, contents.read(first) | {"body": in_arabic("<p>نص</p>", card(second))}, by=None)
    about = make_page(body=card(second))
    interchange.dump(tmp_path / "all.json")
    written = (tmp_path / "all.json").read_text("utf-8")
    assert str(first.pk) not in re.findall(r'data-article=\\"(.*?)\\"', written)
    for row in (first, second):
        row.refresh_from_db()
    shown = contents.read(first)["body"], contents.read(second)["body"], about.body_ar
    Article.objects.all().delete()
    Page.objects.all().delete()
    _counts, mistakes = interchange.load(tmp_path / "all.json")
    assert not mistakes
    one, two = Article.objects.get(headline_ar="أول"), Article.objects.get(headline_ar="ثان")
    ids = {str(first.pk): str(one.pk), str(second.pk): str(two.pk)}

    def moved(markup):
        return re.sub(r'data-article="(\d+)"', lambda found: f'data-article="{ids[found[1]]}"', markup)

    assert one.body_ar == moved(shown[0]["ar"])
    assert two.body_ar == moved(shown[1]["ar"].replace(card(999_999), ""))
    assert Page.objects.get().body_ar == moved(shown[2])
    counts, mistakes = interchange.load(tmp_path / "all.json")
    assert not mistakes
    assert not counts["new"]
    assert not counts["changed"]


def test_a_file_may_name_an_article_that_comes_later_in_it(tmp_path):
    make_site()
    (tmp_path / "a.json").write_text(
        """{"articles": [
        {"ref": "a", "headline": {"ar": "أ"}, "body": {"ar": "<p>نص</p><figure data-article='b'></figure>"}},
        {"ref": "b", "headline": {"ar": "ب"}, "body": {"ar": "<p>نص</p>"}},
        {"ref": "c", "headline": {"ar": "ج"}, "body": {"ar": "<p>نص</p><figure data-article='nowhere'></figure>"}}
        ]}""",
        "utf-8",
    )
    _counts, mistakes = interchange.load(tmp_path / "a.json")
    assert Article.objects.get(ref="a").body_ar == "<p>نص</p>" + card(Article.objects.get(ref="b"))
    assert len(mistakes) == 1
    assert "nowhere" in mistakes[0]


def test_a_picture_of_a_gallery_that_changes_is_new_everywhere_at_once():
    image = make_image(alt="قديم")
    image.alt_ar = "جديد"
    catalogue.save(image)
    assert 'alt="جديد"' in rendered(gallery(image)).html


# --- What the editor asks ---------------------------------------------------------------------------------------------


def ask(client, name, **query):
    return client.get(reverse(f"admin:articles_article_{name}"), query)


def test_cards_are_found_by_folded_words_in_the_texts_language(client):
    make_site()
    client.force_login(cast.huda())
    wanted = make_published("إعلان في الأحواز", english="News from there")
    make_published("خبر آخر")
    (found,) = ask(client, "cards", q="اعلان", language="en").json()["articles"]
    assert (found["id"], found["headline"], found["seen"]) == (wanted.pk, "News from there", True)
    (found,) = ask(client, "cards", ids=f"{wanted.pk},999999,x").json()["articles"]
    assert found["headline"] == "إعلان في الأحواز"
    assert ask(client, "cards", q="\x00", page="99999999", language="zz").status_code == 200


def test_cards_are_only_of_articles_the_account_may_see(client):
    make_site()
    sport, other = make_category("رياضة"), make_category("سياسة")
    mine, hidden = make_draft("مباراة", category=sport), make_draft("سر", category=other)
    user = cast.omar()
    SectionGrant.objects.create(user=user, category=sport)
    client.force_login(user)
    assert [each["id"] for each in ask(client, "cards").json()["articles"]] == [mine.pk]
    assert ask(client, "cards", ids=str(hidden.pk)).json()["articles"] == []


def test_more_articles_cost_no_more_queries_to_offer(client):
    make_site()
    client.force_login(cast.huda())
    counts = []
    for number in (2, 20):
        for place in range(number):
            make_published(f"خبر {place}")
        with CaptureQueriesContext(connection) as captured:
            ask(client, "cards")
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("blocks", "status"),
    [
        ("", 400),
        ("x", 400),
        ("{}", 400),
        ("[1]", 400),
        ("[" * 100_000, 400),
        ('["اعلن"]', 200),
        ("[]", 200),
        ("a" * 400_001, 413),
    ],
)
def test_hints_are_given_for_what_the_editor_sends_and_nothing_else(client, blocks, status):
    make_site()
    client.force_login(cast.omar())
    answer = client.post(reverse("admin:articles_article_style"), {"blocks": blocks})
    assert answer.status_code == status
    if status == 200:
        assert [hint["kind"] for hint in answer.json()["hints"]] == ["hamza"] * ("ا" in blocks)
    else:
        assert answer.json()["why"]


def test_hints_are_asked_for_with_the_forms_token():
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.omar())
    assert client.post(reverse("admin:articles_article_style"), {"blocks": "[]"}).status_code == 403


def test_the_preview_may_show_what_the_page_may_show(client):
    make_site()
    client.force_login(cast.huda())
    article = make_draft(body=in_arabic("<p>نص</p>", embed()))
    policy = client.get(reverse("admin:articles_article_preview_page", args=[article.pk, "ar"]))[
        "Content-Security-Policy"
    ]
    assert "frame-src https://www.youtube-nocookie.com;" in policy + ";"
    assert "frame-ancestors 'self'" in policy
