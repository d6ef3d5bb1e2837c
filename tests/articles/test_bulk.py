"""Many articles moved at once: asked first, each by its own rules, nothing told of what is not one's own."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation

from articles import workflow
from articles.admin import bulk
from articles.models import Article, SectionGrant, StatusChange
from articles.status import Status
from tests import cast
from tests.builders import NOW, TOMORROW, complete, make_category, make_draft, make_published, make_site

pytestmark = pytest.mark.django_db
LIST = "admin:articles_article_changelist"


@pytest.fixture(autouse=True)
def site():
    make_site()


def ask(client, verb, articles, **more):
    data = {"action": verb, "_selected_action": [getattr(each, "pk", each) for each in articles], **more}
    return client.post(reverse(LIST), data, follow=True)


def act(client, verb, articles, note=""):
    return ask(client, verb, articles, confirmed="1", note=note)


def said(answer, level=None):
    return [str(message) for message in answer.context["messages"] if level in (None, message.level_tag)]


def statuses(articles):
    return [Article.objects.get(pk=article.pk).status for article in articles]


def whole(number):
    return [make_draft(f"مقال {place}", **complete()) for place in range(number)]


def test_the_page_names_the_articles_and_changes_nothing(as_salma):
    articles = [*whole(2), make_published("قديم")]
    answer = ask(as_salma, "publish", articles)
    text = answer.content.decode()
    assert all(f"مقال {place}" in text for place in range(2))
    assert text.count("لا تسمح حالته بهذه الخطوة") == 1
    assert statuses(articles) == [Status.DRAFT, Status.DRAFT, Status.PUBLISHED]


MAKERS = {
    "submit": lambda: make_draft(),
    "send_back": lambda: workflow.submit(make_draft(), by=None),
    "publish": lambda: make_draft(**complete()),
    "unschedule": lambda: make_published(at=TOMORROW),
    "withdraw": lambda: make_published(),
}


@pytest.mark.parametrize(
    ("verb", "target"),
    [
        ("submit", Status.IN_REVIEW),
        ("send_back", Status.DRAFT),
        ("publish", Status.PUBLISHED),
        ("unschedule", Status.IN_REVIEW),
        ("withdraw", Status.WITHDRAWN),
    ],
)
def test_every_verb_moves_many(as_salma, salma, verb, target):
    articles = [MAKERS[verb]() for _one in range(3)]
    answer = act(as_salma, verb, articles, note="السبب")
    assert statuses(articles) == [target] * 3
    assert said(answer) == [bulk.VERBS[verb].done % {"count": 3}]
    assert StatusChange.objects.filter(verb=verb, made_by=salma, note="السبب").count() == 3


@pytest.mark.parametrize("verb", ["send_back", "withdraw"])
def test_a_reason_is_wanted(as_salma, verb):
    article = MAKERS[verb]()
    before = statuses([article])
    for note in ("", "   ", "س" * 501):
        answer = act(as_salma, verb, [article], note)
        assert "note" in answer.context["form"].errors
    assert statuses([article]) == before


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "نُشر مقال واحد."),
        (2, "نُشر مقالان."),
        (3, "نُشرت 3 مقالات."),
        (11, "نُشر 11 مقالًا."),
        (100, "نُشر 100 مقال."),
    ],
)
def test_the_answer_counts_as_arabic_does(as_salma, count, words):
    with translation.override("ar"):
        assert bulk.VERBS["publish"].done % {"count": count} == words


def test_each_is_asked_by_its_own_rules_and_the_others_go_on(as_salma):
    good, bare, out = whole(1)[0], make_draft("بلا صورة"), make_published("منشور من قبل")
    answer = act(as_salma, "publish", [good, bare, out])
    assert statuses([good, bare, out]) == [Status.PUBLISHED, Status.DRAFT, Status.PUBLISHED]
    assert said(answer, "success") == ["نُشر مقال واحد."]
    errors = said(answer, "error")
    assert errors[0] == "بقي مقالان على حالهما."
    assert any("«بلا صورة»" in text and "الصورة الرئيسية" in text for text in errors)
    assert any("«منشور من قبل»" in text for text in errors)


def test_what_somebody_moved_meanwhile_is_named_though_the_list_is_filtered(as_salma):
    article = make_draft("سبقك إليه غيرك")
    workflow.submit(article, by=None)
    data = {"action": "submit", "_selected_action": [article.pk], "confirmed": "1", "note": ""}
    answer = as_salma.post(reverse(LIST) + "?status__exact=draft", data, follow=True)
    assert any("سبقك إليه غيرك" in text for text in said(answer, "error"))


def test_articles_of_other_sections_are_neither_moved_nor_named(as_salma, salma):
    own, other = make_category("رياضة"), make_category("سياسة")
    SectionGrant.objects.create(user=salma, category=own)
    mine, secret = make_draft("خبر الملعب", category=own), make_draft("سر السياسة", category=other)
    for answer in (ask(as_salma, "submit", [mine, secret]), act(as_salma, "submit", [mine, secret])):
        assert "سر السياسة" not in answer.content.decode()
        assert not any("سر السياسة" in text for text in said(answer))
    assert statuses([mine, secret]) == [Status.IN_REVIEW, Status.DRAFT]
    assert said(act(as_salma, "submit", [secret])) == ["ليس أي من هذه المقالات في أقسامك."]


def test_a_reporter_is_offered_what_reporters_do(client):
    client.force_login(cast.omar())
    article = make_draft(**complete())
    page = client.get(reverse(LIST))
    offered = {value for value, _label in page.context["action_form"].fields["action"].choices}
    assert {"submit"} == offered & set(bulk.VERBS)
    for verb in set(bulk.VERBS) - {"submit"}:
        act(client, verb, [article], note="السبب")
    assert statuses([article]) == [Status.DRAFT]
    act(client, "submit", [article])
    assert statuses([article]) == [Status.IN_REVIEW]


def test_nothing_published_is_deleted_in_a_list(as_salma):
    article = make_published()
    ask(as_salma, "delete_selected", [article], post="yes")
    assert Article.objects.filter(pk=article.pk).exists()


@pytest.mark.parametrize("pks", [["abc"], ["9" * 40], ["-1"], ["١٢"], [""], ["1", "x"]])
def test_no_id_is_a_fault(as_salma, pks):
    for more in ({}, {"confirmed": "1", "note": ""}):
        assert ask(as_salma, "submit", pks, **more).status_code == 200


def test_another_verb_is_not_smuggled_past_the_choice(client):
    client.force_login(cast.omar())
    article = make_draft(**complete())
    data = {
        "action": ["submit", "publish"],
        "index": "0",
        "_selected_action": [article.pk],
        "confirmed": "1",
        "note": "",
    }
    assert client.post(reverse(LIST), data, follow=True).status_code == 200
    assert statuses([article])[0] != Status.PUBLISHED


def test_so_many_at_once_and_no_more(as_salma, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)
    articles = [make_draft(f"مقال {place}") for place in range(3)]
    answer = ask(as_salma, "submit", articles, select_across="1")
    assert len(said(answer, "error")) == 1
    act(as_salma, "submit", articles)
    assert statuses(articles) == [Status.DRAFT] * 3


class DeadServer:
    asked = 0

    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, letters):
        DeadServer.asked += 1
        raise TimeoutError


@pytest.mark.django_db(transaction=True)
def test_letters_go_to_the_reporters_and_a_dead_server_is_asked_twice_at_most(client, settings):
    make_site()
    omar = cast.omar()
    client.force_login(cast.salma())
    first = [workflow.submit(make_draft(f"مقال {place}", by=omar), by=omar) for place in range(3)]
    act(client, "send_back", first, note="أضف مصدرًا")
    assert [letter.to for letter in mail.outbox] == [[omar.email]] * 3
    settings.EMAIL_BACKEND = f"{__name__}.DeadServer"
    for article in first:
        workflow.submit(article, by=omar)
    answer = act(client, "send_back", first, note="أضف مصدرًا")
    assert statuses(first) == [Status.DRAFT] * 3
    assert DeadServer.asked == 2
    assert len(said(answer, "warning")) == 1


def test_what_went_out_last_week_is_not_taken_back_as_a_schedule(as_salma):
    article = make_published(at=NOW - datetime.timedelta(days=7))
    answer = act(as_salma, "unschedule", [article])
    assert statuses([article]) == [Status.PUBLISHED]
    assert said(answer, "error")
