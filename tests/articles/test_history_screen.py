"""The history of an article: every move and save in one line of time, compared, exported, gone back to."""

import csv
import io

import pytest
from django.urls import reverse

from articles import content as contents
from articles import drafts, workflow
from articles.models import Article, Revision, SectionGrant
from tests import cast
from tests.builders import complete, make_category, make_draft, make_image, make_published, make_site, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    make_site()


def address(page, article, **query):
    path = reverse(f"admin:articles_article_{page}", args=[article.pk])
    return path + ("?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else "")


def saved(article, by=None, **values):
    return drafts.save(article, contents.read(article) | values, by=by)


def headline(text):
    return {"headline": {"ar": text, "en": ""}}


def newest(article):
    return article.revisions.first()


def test_moves_and_saves_stand_in_one_line_with_who_and_why(as_salma, salma):
    omar = cast.omar()
    article = make_draft("عنوان أول", by=omar, **complete())
    workflow.submit(article, by=omar)
    workflow.send_back(article, by=salma, note="أضف مصدرًا")
    saved(article, omar, **headline("عنوان أدق"))
    workflow.publish(article, by=salma)
    page = as_salma.get(address("history", article))
    what = [str(entry["what"]) for entry in page.context["entries"]]
    assert what == ["منشور", "حُفظ", "أُعيد إلى كاتبه", "أُرسل للمراجعة", "حُفظ أول مرة"]
    text = page.content.decode()
    assert "أضف مصدرًا" in text
    assert "عمر" in text
    assert "سلمى" in text
    assert "تغيّر: العنوان" in text


def test_two_saves_are_compared_word_by_word(as_salma):
    article = make_draft("قال الوزير كلمته")
    first = newest(article)
    saved(article, **headline("قال الرئيس كلمته"))
    page = as_salma.get(address("compare", article, **{"from": first.pk, "to": newest(article).pk})).content.decode()
    assert "حُذف:" in page
    assert "الوزير" in page.split("<del>")[1].split("</del>")[0]
    assert "الرئيس" in page.split("<ins>")[1].split("</ins>")[0]


def test_whichever_is_named_first_the_older_stands_before_the_newer(as_salma):
    article = make_draft()
    first = newest(article)
    saved(article, source="رويترز")
    context = as_salma.get(address("compare", article, **{"to": first.pk, "from": newest(article).pk})).context
    assert context["old"] == first


def test_ids_and_moments_are_said_in_words(as_salma):
    tag, image = make_tag("روسيا"), make_image("سوق")
    article = make_draft()
    first = newest(article)
    body = {"ar": f'<p>نص الخبر.</p><figure data-image="{image.pk}"></figure>', "en": ""}
    saved(article, tags=[tag.pk], kind="opinion", expires_at="2031-05-06T07:08:00+00:00", image=image.pk, body=body)
    page = as_salma.get(address("compare", article, **{"from": first.pk, "to": newest(article).pk})).content.decode()
    for words in ("روسيا", "رأي", "سوق", "2031", "10:08", "[سوق]"):
        assert words in page


@pytest.mark.parametrize("name", ["related", "unrelated"])
def test_a_related_article_of_another_section_does_not_tell_its_title(client, name):
    own, other = make_category("رياضة"), make_category("سياسة")
    secret = make_draft("سر السياسة", category=other)
    article = make_draft(category=own)
    first = newest(article)
    saved(article, **{name: [secret.pk]})
    salma = cast.salma()
    SectionGrant.objects.create(user=salma, category=own)
    client.force_login(salma)
    page = client.get(address("compare", article, **{"from": first.pk, "to": newest(article).pk})).content.decode()
    assert "سر السياسة" not in page
    assert f"#{secret.pk}" in page


def test_markup_in_a_text_is_shown_and_not_run(as_salma):
    article = make_draft("عنوان")
    first = newest(article)
    saved(article, **headline("<img src=x onerror=alert(1)>"))
    page = as_salma.get(address("compare", article, **{"from": first.pk, "to": newest(article).pk})).content.decode()
    assert "<img src=x" not in page


@pytest.mark.parametrize("pk", ["", "abc", "0", "9" * 30, "-1"])
def test_a_revision_that_is_none_is_not_found(as_salma, pk):
    article = make_draft()
    known = newest(article).pk
    assert as_salma.get(address("compare", article, **{"from": known, "to": pk})).status_code == 404
    assert as_salma.post(address("revert", article), {"revision": pk}).status_code == 404


def test_a_revision_of_another_article_is_not_found(as_salma):
    article, other = make_draft("هذا"), make_draft("ذاك")
    pair = {"from": newest(article).pk, "to": newest(other).pk}
    assert as_salma.get(address("compare", article, **pair)).status_code == 404
    assert as_salma.post(address("revert", article), {"revision": newest(other).pk}).status_code == 404
    assert Article.objects.get(pk=article.pk).headline_ar == "هذا"


@pytest.mark.parametrize("page", ["history", "history_csv", "compare"])
def test_the_history_of_what_one_may_not_see_is_not_found(client, page):
    salma = cast.salma()
    SectionGrant.objects.create(user=salma, category=make_category("رياضة"))
    article = make_draft("سر السياسة", category=make_category("سياسة"))
    pk = newest(article).pk
    client.force_login(salma)
    assert client.get(address(page, article, **{"from": pk, "to": pk})).status_code == 404
    assert client.post(address("revert", article), {"revision": pk}).status_code == 404


def test_the_history_wants_a_login(client):
    article = make_draft()
    for page in ("history", "history_csv", "compare"):
        assert client.get(address(page, article)).status_code == 302


def test_going_back_is_a_save_like_any_other(as_salma, salma):
    article = make_draft("عنوان أول")
    first = newest(article)
    saved(article, **headline("عنوان ثان"))
    answer = as_salma.post(address("revert", article), {"revision": first.pk}, follow=True)
    assert Article.objects.get().headline_ar == "عنوان أول"
    assert Revision.objects.count() == 3
    assert newest(article).made_by == salma
    assert [message.level_tag for message in answer.context["messages"]] == ["success"]


def test_going_back_shows_readers_nothing(as_salma, salma):
    article = make_published("عنوان أول", **complete())
    first = newest(article)
    saved(article, salma, **headline("عنوان ثان"))
    workflow.publish_changes(article, by=salma)
    as_salma.post(address("revert", article), {"revision": first.pk})
    assert Article.objects.get().headline_ar == "عنوان ثان"
    assert drafts.working(article)["headline"]["ar"] == "عنوان أول"


def test_what_is_gone_meanwhile_is_left_out_and_named(as_salma):
    tag = make_tag("روسيا")
    article = make_draft(tags=[tag])
    first = newest(article)
    saved(article, tags=[])
    tag.delete()
    answer = as_salma.post(address("revert", article), {"revision": first.pk}, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["success", "warning"]


def test_a_reporter_does_not_go_back_in_what_readers_see(client):
    article = make_published("عنوان أول")
    client.force_login(cast.omar())
    assert client.get(address("history", article)).status_code == 200
    assert "revert_form" not in client.get(address("history", article)).content.decode()
    assert client.post(address("revert", article), {"revision": newest(article).pk}).status_code == 403


def test_going_back_is_no_link(as_salma):
    assert as_salma.get(address("revert", make_draft())).status_code == 405


def rows(answer):
    text = answer.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


def test_the_history_is_saved_as_a_file(as_salma, salma):
    article = make_draft("عنوان أول", by=salma, **complete())
    saved(article, salma, **headline("عنوان ثان أطول"))
    workflow.publish(article, by=salma, note="جاهز")
    answer = as_salma.get(address("history_csv", article))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert f'filename="history-{article.pk}.csv"' in answer["Content-Disposition"]
    head, first, second, move = rows(answer)
    assert head[0] == "الوقت (بتوقيت الرياض)"
    assert second[1] == "سلمى"
    assert second[-2:] == ["2", "1"]
    assert move[3:6] == ["مسودة", "منشور", "جاهز"]


@pytest.mark.parametrize("note", ['=HYPERLINK("http://evil.example")', "+1", "-1", "@SUM(A1)", "＝1+1"])
def test_no_cell_of_the_file_is_a_formula(as_salma, salma, note):
    article = make_draft()
    workflow.submit(article, by=salma, note=note)
    assert rows(as_salma.get(address("history_csv", article)))[-1][5] == f"'{note}"


def test_a_long_history_costs_no_more_queries(as_salma, django_assert_max_num_queries):
    article = make_draft()
    for number in range(60):
        saved(article, source=f"وكالة {number}")
    with django_assert_max_num_queries(25):
        page = as_salma.get(address("history", article))
    assert len(page.context["entries"]) == 50
    assert len(as_salma.get(address("history", article) + "?page=2").context["entries"]) == 11
    assert as_salma.get(address("history", article) + "?page=x").status_code == 200
