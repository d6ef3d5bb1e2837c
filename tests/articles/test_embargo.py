"""An embargo: nobody lets readers see it earlier, whatever the verb and whoever it is."""

import datetime
import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from articles import clock, drafts, interchange, workflow
from articles.models import Article, Revision, StatusChange
from articles.status import Status
from tests import cast
from tests.articles.test_the_newsrooms_forms import sent
from tests.builders import (
    NOW,
    TOMORROW,
    YESTERDAY,
    make_category,
    make_draft,
    make_image,
    make_published,
    make_site,
    make_withdrawn,
)

pytestmark = pytest.mark.django_db
SECOND = datetime.timedelta(seconds=1)
WHO = {"nobody": lambda: None, "an editor": cast.salma, "the chief": cast.huda}


def embargoed(article, until=TOMORROW, **changes):
    return drafts.save(article, drafts.working(article) | {"embargo_until": until} | changes, by=None)


def with_embargoed_changes():
    return embargoed(make_published(), headline={"ar": "سر", "en": ""})


def withdrawn_with_embargo():
    return workflow.publish_changes(embargoed(make_withdrawn()), by=None)


def ready(**values):
    """A draft that lacks nothing in either language."""
    standfirst = {"ar": "مقدمة.", "en": "A few words."}
    return make_draft(standfirst=standfirst, image=make_image(alt_en="A pattern").pk, **values)


def with_a_language_to_open():
    article = ready(english="Secret", embargo_until=YESTERDAY)
    article = workflow.publish(article, by=None, languages=["ar"])
    # As it can be after a change that was published while the article was withdrawn.
    Article.objects.filter(pk=article.pk).update(embargo_until=TOMORROW)
    return article


VERBS = {
    "publish": (lambda: ready(embargo_until=TOMORROW), workflow.publish),
    "publish from review": (
        lambda: workflow.submit(ready(embargo_until=TOMORROW), by=None),
        workflow.publish,
    ),
    "publish changes": (with_embargoed_changes, workflow.publish_changes),
    "restore": (withdrawn_with_embargo, workflow.restore),
    "open a language": (
        with_a_language_to_open,
        lambda article, **options: workflow.open_language(article, "en", **options),
    ),
}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("verb", VERBS)
def test_before_its_end_nobody_publishes_and_the_time_is_named(verb, who):
    make, do = VERBS[verb]
    article, by = make(), WHO[who]()
    before, moves = Article.objects.values().get(pk=article.pk), StatusChange.objects.count()
    for now in (NOW, TOMORROW - SECOND):
        with pytest.raises(ValidationError) as caught:
            do(article, by=by, now=now)
        assert str(TOMORROW.year) in caught.value.message_dict["embargo_until"][0]
    assert Article.objects.values().get(pk=article.pk) == before
    assert StatusChange.objects.count() == moves


@pytest.mark.parametrize("verb", VERBS)
def test_from_its_end_on_it_is_published(verb):
    make, do = VERBS[verb]
    article = do(make(), by=cast.salma(), now=TOMORROW)
    assert article.status == Status.PUBLISHED
    assert article.is_published("ar", TOMORROW)


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "restore"])
def test_a_time_from_its_end_on_may_be_set_and_none_before(verb):
    make, do = VERBS[verb]
    article = make()
    with pytest.raises(ValidationError):
        do(article, by=None, at=TOMORROW - SECOND)
    do(article, by=None, at=TOMORROW)


def test_a_date_in_the_past_does_not_lead_round_it():
    with pytest.raises(ValidationError):
        workflow.publish(make_draft(embargo_until=TOMORROW), by=None, at=YESTERDAY)
    article = workflow.publish(make_draft(embargo_until=YESTERDAY), by=None, at=YESTERDAY - SECOND)
    assert article.is_published("ar")


def test_changes_of_an_article_to_come_have_to_wait_for_it_and_not_for_more():
    article = embargoed(make_published(at=TOMORROW), headline={"ar": "سر", "en": ""})
    article = workflow.publish_changes(article, by=None)  # it comes tomorrow itself
    assert article.embargo_until == TOMORROW
    article = embargoed(article, TOMORROW + SECOND)
    with pytest.raises(ValidationError):
        workflow.publish_changes(article, by=None)


def test_a_scheduled_change_has_no_embargo_beyond_its_time():
    article = workflow.publish_changes(with_embargoed_changes(), by=None, at=TOMORROW)
    with pytest.raises(ValidationError) as caught:
        embargoed(article, TOMORROW + SECOND)
    assert "embargo_until" in caught.value.message_dict
    Revision.objects.open().update(apply_at=NOW)  # however it came to that
    clock.tick(NOW)
    assert Article.objects.get().headline_ar == "خبر من المدينة"
    assert drafts.open_revision(article).problem


@pytest.mark.parametrize("until", [None, TOMORROW - SECOND])
def test_a_reporter_does_not_lift_or_shorten_it(until):
    omar, article = cast.omar(), make_draft(embargo_until=TOMORROW)
    with pytest.raises(ValidationError) as caught:
        drafts.save(article, drafts.working(article) | {"embargo_until": until}, by=omar)
    assert "embargo_until" in caught.value.message_dict
    assert Article.objects.get().embargo_until == TOMORROW


def test_a_reporter_sets_and_lengthens_it_and_edits_the_rest():
    omar, article = cast.omar(), make_draft()
    for until in (TOMORROW, TOMORROW + SECOND):
        article = drafts.save(article, drafts.working(article) | {"embargo_until": until}, by=omar)
    article = drafts.save(article, drafts.working(article) | {"source": "وكالة"}, by=omar)
    assert (article.embargo_until, article.source) == (TOMORROW + SECOND, "وكالة")


def test_an_editor_lifts_it():
    article = make_draft(embargo_until=TOMORROW)
    article = drafts.save(article, drafts.working(article) | {"embargo_until": None}, by=cast.salma())
    assert workflow.publish(article, by=None).is_published("ar")


def test_it_is_a_field_of_the_form_and_its_refusal_a_message(client):
    make_site()
    client.force_login(cast.omar())
    article = ready(embargo_until=TOMORROW)
    page = reverse("admin:articles_article_change", args=[article.pk])
    answer = client.post(page, sent(client.get(page)) | {"embargo_until": "", "headline_ar": "كُتب"})
    assert "embargo_until" in answer.context["adminform"].form.errors
    assert 'value="كُتب"' in answer.text
    client.force_login(cast.salma())
    answer = client.post(page, sent(client.get(page)) | {"verb": "publish"}, follow=True)
    assert any(message.level_tag == "error" for message in answer.context["messages"])
    assert Article.objects.get().status == Status.DRAFT


def test_a_file_does_not_break_it_and_a_dump_keeps_it(tmp_path):
    make_site()
    article = make_draft(category=make_category("سياسة"), embargo_until=TOMORROW)
    path = tmp_path / "newsroom.json"
    interchange.dump(path)
    data = json.loads(path.read_text("utf-8"))
    assert datetime.datetime.fromisoformat(data["articles"][0]["embargo_until"]) == TOMORROW
    data["articles"][0] |= {"status": "published", "published_at": NOW.isoformat()}
    path.write_text(json.dumps(data), "utf-8")
    _counts, mistakes = interchange.load(path)
    assert len(mistakes) == 1
    assert Article.objects.get(pk=article.pk).status == Status.DRAFT
