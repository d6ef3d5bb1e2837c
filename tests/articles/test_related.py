"""What to read next."""

import datetime

import pytest

from articles.models import Article, Tag
from articles.related import SHOWN, related
from tests.builders import NOW, TOMORROW, make_category, make_draft, make_published, make_tag, make_withdrawn

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def related_to(article, language="ar"):
    tags = list(Tag.objects.filter(items__content_object=article))
    return [each.headline_ar for each in related(Article.objects.get(pk=article.pk), language, tags)]


def test_a_shared_tag_relates():
    tag = make_tag()
    article = make_published(tags=[tag], category=make_category("أ"))
    make_published("قريب", tags=[tag], category=make_category("ب"))
    make_published("بعيد", category=make_category("ج"))
    assert related_to(article) == ["قريب"]


def test_a_rare_shared_tag_counts_more_than_a_common_one():
    common, rare = make_tag("شائع"), make_tag("نادر")
    article = make_published(tags=[common, rare], category=make_category("أ"))
    for place in range(8):
        make_published(f"شائع {place}", tags=[common], at=NOW - DAY, category=make_category(f"ق{place}"))
    make_published("نادر", tags=[rare], at=NOW - 2 * DAY, category=make_category("ب"))
    assert related_to(article)[0] == "نادر"


def test_the_same_section_relates_less_than_a_tag():
    tag, category = make_tag(), make_category("سياسة")
    article = make_published(tags=[tag], category=category)
    make_published("من القسم", category=category)
    make_published("من الوسم", tags=[tag], category=make_category("أخرى"), at=NOW - DAY)
    assert related_to(article) == ["من الوسم", "من القسم"]


def test_of_two_alike_the_fresher_comes_first():
    tag = make_tag()
    article = make_published(tags=[tag])
    make_published("قديم", tags=[tag], at=NOW - 900 * DAY)
    make_published("جديد", tags=[tag], at=NOW - 2 * DAY)
    assert related_to(article) == ["جديد", "قديم"]


def test_what_editors_picked_comes_first_in_their_order():
    tag = make_tag()
    first, second = (
        make_published(name, at=NOW - 700 * DAY, category=make_category(name)) for name in ("مختار ١", "مختار ٢")
    )
    make_published("قريب", tags=[tag])
    article = make_published(tags=[tag], related=[second.pk, first.pk])
    assert related_to(article) == ["مختار ٢", "مختار ١", "قريب"]


def test_never_itself_nor_what_readers_cannot_see_nor_another_language():
    tag = make_tag()
    shared = {"tags": [tag]}
    hidden = [
        make_draft("مسودة", **shared),
        make_published("آت", at=TOMORROW, **shared),
        make_published("منته", expires_at=NOW - DAY / 2, at=NOW - DAY, **shared),
        make_withdrawn("مسحوب", **shared),
        make_published("", english="Only English", **shared),
    ]
    article = make_published(related=[each.pk for each in hidden], **shared)
    assert related_to(article) == []


def test_no_more_than_a_handful():
    tag = make_tag()
    for place in range(SHOWN + 3):
        make_published(f"خبر {place}", tags=[tag])
    assert len(related_to(make_published(tags=[tag]))) == SHOWN


def test_two_queries_with_few_and_with_many(django_assert_num_queries):
    tags = [make_tag(name) for name in "أبجد"]
    article = make_published(tags=tags)
    for place in range(3):
        make_published(f"خبر {place}", tags=tags[place:])
    found = Article.objects.get(pk=article.pk)
    with django_assert_num_queries(2):
        related(found, "ar", tags)
    for place in range(30):
        make_published(f"خبر آخر {place}", tags=tags[place % 4 :])
    with django_assert_num_queries(2):
        related(found, "ar", tags)


def test_an_article_without_tags_or_section_has_few_but_no_fault():
    article = make_draft()
    Article.objects.filter(pk=article.pk).update(main_category=None, published_at=NOW)
    assert related_to(article) == []
