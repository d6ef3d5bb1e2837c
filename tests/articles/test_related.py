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


def test_a_shared_word_of_the_headline_relates_in_any_form():
    article = make_published("المدارس تفتح أبوابها", category=make_category("أ"))
    make_published("حريق في مدرسة", category=make_category("ب"))
    make_published("حريق في مصنع", category=make_category("ج"))
    assert related_to(article) == ["حريق في مدرسة"]


def test_a_word_of_the_standfirst_relates_to_a_headline_and_small_words_relate_nothing():
    article = make_published(
        "بعد عام كامل", standfirst={"ar": "عن القنوات القديمة في الواحة", "en": ""}, category=make_category("أ")
    )
    make_published("ترميم قنوات", category=make_category("ب"))
    make_published("بعد الحرب وفي أثنائها", category=make_category("ج"))
    assert related_to(article) == ["ترميم قنوات"]


def test_a_rare_word_counts_more_than_a_common_one():
    article = make_published("الحكومة تبحث أمر السلاحف", category=make_category("أ"))
    for place in range(8):
        make_published(f"الحكومة تجتمع {place}", at=NOW - DAY, category=make_category(f"ق{place}"))
    make_published("عودة السلاحف", at=NOW - 2 * DAY, category=make_category("ب"))
    assert related_to(article)[0] == "عودة السلاحف"


def test_what_editors_banned_is_never_there():
    tag, category = make_tag(), make_category("سياسة")
    banned = [
        make_published("السلاحف في خبر", tags=[tag], category=category),
        make_published("السلاحف في خبر آخر", tags=[tag], category=category),
    ]
    make_published("السلاحف في ثالث", tags=[tag], category=category)
    article = make_published("السلاحف", tags=[tag], category=category, unrelated=[each.pk for each in banned])
    assert related_to(article) == ["السلاحف في ثالث"]
    # The other way round nobody banned it.
    assert "السلاحف" in related_to(banned[0])


def test_words_of_what_readers_cannot_see_relate_nothing():
    hidden = [
        make_draft("السلاحف مسودة"),
        make_published("السلاحف غدًا", at=TOMORROW),
        make_published("السلاحف منتهية", expires_at=NOW - DAY / 2, at=NOW - DAY),
        make_withdrawn("السلاحف مسحوبة"),
    ]
    assert all(hidden)
    assert related_to(make_published("عودة السلاحف", category=make_category("أ"))) == []


def test_words_relate_within_a_language():
    article = make_published("عودة السلاحف", english="Turtles return", category=make_category("أ"))
    make_published("السلاحف", category=make_category("ب"))
    make_published("شيء آخر", english="A turtle", category=make_category("ج"))
    assert related_to(article) == ["السلاحف"]
    assert [each.headline_en for each in related(article, "en", [])] == ["A turtle"]


def test_no_more_than_a_handful():
    tag = make_tag()
    for place in range(SHOWN + 3):
        make_published(f"خبر {place}", tags=[tag])
    assert len(related_to(make_published(tags=[tag]))) == SHOWN


def test_two_queries_with_few_and_with_many(django_assert_num_queries):
    tags = [make_tag(name) for name in "أبجد"]
    banned = make_published("خبر محظور")
    article = make_published(
        "خبر آخر من المدينة القديمة",
        standfirst={"ar": "عن كل شيء وأشياء أخرى", "en": ""},
        tags=tags,
        unrelated=[banned.pk],
    )
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
