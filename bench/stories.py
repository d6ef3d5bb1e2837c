"""Made-up Arabic articles, as many as one likes, and the rows the verbs would write for them, by COPY.

Article `number` is the same in every archive of so many. `tests/articles/test_archive.py` asks the verbs.
"""

import datetime
import json
import random
from functools import cache
from itertools import accumulate

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max

from accounts.models import User
from arabic.fold import fold, tag_key
from arabic.search import analyse
from arabic.slugs import slugify
from articles import catalogue
from articles.content import SCHEMA, TEXTS, blank
from articles.models import (
    Article,
    Author,
    Byline,
    Category,
    Filing,
    Listing,
    Revision,
    SearchEntry,
    SiteSettings,
    StatusChange,
    Tag,
    TaggedArticle,
)
from articles.models.article import FIRST_ID
from articles.models.search import place_of
from articles.search import store
from articles.search.words import author_token, kind_token, section_token, version

TAGS, AUTHORS, USERS = 40_000, 300, 30
FULL_LENGTH = 100  # every so many an article of 600 words; the others have 60 with their headline
YEARS = 10
BATCH = 2_000
MOVES = {
    "in_review": [("submit", "in_review")],
    "published": [("publish", "published")],
    "withdrawn": [("publish", "published"), ("withdraw", "withdrawn")],
}
FOLDED = Article._meta.get_field("folded").columns

# --- Words ------------------------------------------------------------------------------------------------------------

# Put in on purpose, so that it is known how many have them: in thirty of a hundred, in six, three in a million.
COMMON, OTHER, RARE = "الحكومة", "البرلمان", "قلنسوة"
PHRASE = "قمة المناخ العالمية"  # in one of 211, its words elsewhere too
SECTIONS = ["سياسة", "اقتصاد", "رياضة", "ثقافة", "علوم", "صحة", "تعليم", "بيئة", "محليات", "عالم", "آراء", "منوعات"]
KINDS = ["news"] * 16 + ["analysis", "opinion", "explainer", "translated"]
# The head of the vocabulary, the most frequent first; behind it come words made of roots.
HEAD = """في من على أن إلى عن مع هذا التي الذي بعد كان قبل بين خلال لم لا ما أو حيث قد منذ حتى أمس عند كما لكن هذه ذلك
رئيس وزير بلاد عام يوم شعب مدينة دولة قال أعلن أكد شركة سوق أسعار نفط مال تجارة مصرف عمل خطة مشروع طريق ماء كهرباء
مدرسة جامعة طالب معلم كتاب علم بحث تقرير خبر صحيفة لجنة مجلس قانون محكمة قاض حكم شرطة أمن جيش حدود سلام حرب هدنة اتفاق
وفد زيارة لقاء مؤتمر قمة مناخ عالمية بيئة مطر نهر بحر سد زراعة قمح غذاء صحة طبيب مستشفى دواء مرض لقاح دراسة فريق لاعب
مباراة هدف بطولة كأس ملعب جمهور مدرب فوز خسارة فيلم مسرح شعر رواية معرض متحف موسيقى تراث سفر مطار قطار سفينة ميناء
جسر شارع بيت أسرة طفل شباب مجتمع هجرة سكان نسبة نمو ضريبة ميزانية دين عملة ذهب بورصة صناعة مصنع إنتاج تصدير استيراد
فضاء قمر صاروخ هاتف شبكة برنامج بيانات ذكاء حاسوب طاقة شمس ريح غاز خبير مسؤول مواطن عامل موظف مزارع صياد تاجر مهندس
جديد كبير دولي محلي سياسي اقتصادي ثقافي رسمي خاص مهم أول أخير مشترك واسع كامل سابق مقبل قوي طويل سريع"""
PATTERNS = "123 1ا23 12ا3 12ي3 12و3 م12و3 م123ة ت12ي3 ا1ت2ا3 است12ا3 123ية 1وا23 م1ا23 12ا3ة ان12ا3 مت123"
PREFIXES = {"": 45, "ال": 35, "و": 7, "وال": 4, "بال": 4, "لل": 3, "ب": 2}
PLACES = ["", "", "القاهرة", "بغداد", "الرياض", "بيروت", "تونس", "الرباط", "عمّان", "الدوحة"]


class Words:
    """Words as frequent as in a language: the second half as often as the first, the third a third as often."""

    def __init__(self):
        chance = random.Random(1)  # noqa: S311
        letters = "بتثجحخدذرزسشصضطظعغفقكلمنه"
        roots = list(dict.fromkeys("".join(chance.sample(letters, 3)) for _ in range(700)))[:550]
        made = [
            pattern.translate(dict(zip(b"123", root, strict=True))) for pattern in PATTERNS.split() for root in roots
        ]
        chance.shuffle(made)
        known = {COMMON, OTHER, RARE, COMMON[2:], OTHER[2:]}
        self.plain = [word for word in dict.fromkeys([*HEAD.split(), *made]) if word not in known]
        self._forms, weights = [], []
        for rank, word in enumerate(self.plain, 3):
            forms = {"": 100} if rank < 30 else PREFIXES
            self._forms += [prefix + word for prefix in forms]
            weights += [share / rank for share in forms.values()]
        self._weights = list(accumulate(weights))

    def some(self, chance, count):
        return chance.choices(self._forms, cum_weights=self._weights, k=count)

    @staticmethod
    def name(chance):
        """One of 40,000, as names in the news are: most of them in few articles."""
        number, letters = chance.randrange(40_000), ""
        for _letter in range(4):
            number, letter = divmod(number, 24)
            letters += "بتجحخدرزسشصضطعغفقكلمنهوي"[letter] + "اوي"[letter % 3]
        return letters


# --- Articles ---------------------------------------------------------------------------------------------------------


class Archive:
    """What an article is made of, and how it is made."""

    def __init__(self, count):
        self.count, self.words = count, Words()
        sections, self._tags, self._authors, self._users = _catalogue(self.words)
        self._section_ids, self._tag_ids, self._author_ids = map(list, (sections, self._tags, self._authors))
        self._section_weights = range(len(sections), 0, -1)
        self._tag_weights = list(accumulate(1 / (rank + 5) for rank in range(len(self._tags))))
        self._step = datetime.timedelta(seconds=YEARS * 365 * 86_400 // count)
        first = Article.objects.order_by("pk").values_list("created_at", flat=True).first()
        now = datetime.datetime.now(datetime.UTC).replace(minute=0, second=0, microsecond=0)
        self._begin = first or now - self._step * count

    def story(self, number):
        """(the content of article `number`, its status, its time)"""
        chance = random.Random(number)  # noqa: S311
        headline = self.words.some(chance, 8)
        standfirst, body = self.words.some(chance, 16), self.words.some(chance, 36 if number % FULL_LENGTH else 600)
        body[20] = self.words.name(chance)
        put_in = [(COMMON, number % 10 in (0, 3, 7)), (OTHER, number % 17 == 0), (PHRASE, number % 211 == 0)]
        for place, (word, is_in) in enumerate([*put_in, (RARE, number % 333_333 == 40)]):
            if is_in:
                text = (headline, standfirst, body)[number // 3 % 3]
                text[(number + 3 * place) % len(text)] = word
        categories = _once(chance.choices(self._section_ids, self._section_weights, k=2 if number % 7 == 0 else 1))
        tags = _once(chance.choices(self._tag_ids, cum_weights=self._tag_weights, k=2 + number % 3))
        authors = _once(chance.choices(self._author_ids, k=2 if number % 10 == 0 else 1))
        paragraphs = (" ".join(body[start : start + 75]) for start in range(0, len(body), 75))
        content = blank() | {
            "kind": chance.choice(KINDS),
            "headline": {"ar": " ".join(headline), "en": ""},
            "standfirst": {"ar": " ".join(standfirst) + ".", "en": ""},
            "body": {"ar": "".join(f"<p>{paragraph}.</p>" for paragraph in paragraphs), "en": ""},
            "place": {"ar": chance.choice(PLACES), "en": ""},
            "slug": {"ar": "-".join(headline[:6]).replace(" ", "-"), "en": ""},
            "main_category": categories[0],
            "categories": [{"category": category, "until": None} for category in categories],
            "tags": tags,
            "bylines": [{"author": author, "role": "writing"} for author in authors],
        }
        status = {7: "draft", 11: "in_review", 13: "withdrawn"}.get(number % 1_000, "published")
        return content, status, self._begin + self._step * number

    def write(self, numbers):
        """Write the articles of these numbers, all or none."""
        models = Article, Filing, Listing, TaggedArticle, Byline, Revision, StatusChange, SearchEntry
        tables = {model: [] for model in models}
        for number in numbers:
            self._add(number, tables)
        with transaction.atomic():
            for model, rows in tables.items():
                copy(model, rows)

    def _add(self, number, tables):
        """Put the rows of article `number` with the others."""
        pk, user = FIRST_ID + number, self._users[number % len(self._users)]
        content, status, at = self.story(number)
        texts = {f"{name}_{code}": text for name in TEXTS for code, text in content[name].items()}
        released = at if status in ("published", "withdrawn") else None
        listed = at if status == "published" else None
        article = {"id": pk, "kind": content["kind"], "status": status, "main_category_id": content["main_category"]}
        article |= {"published_at": released, "ready_at_ar": released, "created_at": at, "saved_at": at}
        article |= {"created_by_id": user, "folded": "".join(f"{fold(texts[name])}\n" for name in FOLDED)}
        tables[Article].append(texts | article)
        sections = [row["category"] for row in content["categories"]]
        for order, section in enumerate(sections):
            tables[Filing].append({"article_id": pk, "category_id": section, "order": order})
        for order, tag in enumerate(content["tags"]):
            row = {"content_object_id": pk, "tag_id": tag, "order": order, "listed_at_ar": listed}
            tables[TaggedArticle].append(row)
        for order, part in enumerate(content["bylines"]):
            row = {"article_id": pk, "author_id": part["author"], "role": part["role"], "order": order}
            tables[Byline].append(row | {"listed_at_ar": listed})
        saved = {"id": pk, "article_id": pk, "state": "stored", "schema": SCHEMA, "made_at": at, "made_by_id": user}
        tables[Revision].append(saved | {"content": json.dumps(content, ensure_ascii=False)})
        before = "draft"
        for verb, after in MOVES.get(status, ()):
            move = {"article_id": pk, "verb": verb, "source": before, "target": after, "made_at": at}
            tables[StatusChange].append(
                move | {"made_by_id": user, "revision_id": pk if after == "published" else None}
            )
            before = after
        if listed:
            for section in [None, *sections]:
                row = {"article_id": pk, "category_id": section, "language": "ar", "starts_at": listed}
                tables[Listing].append(row)
            head, words = self._index(content)
            entry = {"article_id": pk, "language": "ar", "place": place_of(listed, pk), "head": head}
            periods = store._period_tokens(listed)
            entry["tokens"] = " ".join([*words, *(f"'{token}'" for token in periods)])
            tables[SearchEntry].append(entry | {"version": version()})

    def _index(self, content):
        """What the search keeps of the article (`SearchEntry.head`, the tokens), each word analysed only once."""
        lead, body = (content[name]["ar"].replace("<p>", "").replace("</p>", " ") for name in ("standfirst", "body"))
        tags, authors = content["tags"], [part["author"] for part in content["bylines"]]
        names = [*map(self._tags.get, tags), *map(self._authors.get, authors), content["place"]["ar"]]
        position, head, places, placeless = 1, [], {}, set()
        for group in [content["headline"]["ar"]], ["", lead], names, [body]:
            spelled = []
            for text in group:
                for word in text.replace(".", "").split():
                    for exact, tokens, of_headline, more in _tokens(word):
                        spelled.append(exact)
                        if more:
                            placeless.update(more if head else [*more, *(store.HEADLINE + each for each in more)])
                        for token in tokens if head else [*tokens, *of_headline]:
                            places[token] = f"{places[token]},{position}" if token in places else str(position)
                        position += 1
                position += 1
            head.append(" ".join(spelled))
        found = [f"'{token}':{at}" for token, at in places.items()]
        placeless |= {section_token(row["category"]) for row in content["categories"]} | set(map(author_token, authors))
        return "\n".join(head[:3]), [*found, *(f"'{token}'" for token in {kind_token(content["kind"]), *placeless})]


def _once(things):
    return list(dict.fromkeys(things))


@cache
def _tokens(text):
    """(spelling, its tokens, those it has in a headline, those without a place) of each word of a text."""
    found = []
    for token in analyse(text):
        tokens, more = _once([f"={token.exact}", *token.stems[: store.STEMS]]), token.stems[store.STEMS :]
        found.append((token.exact, tokens, [store.HEADLINE + each for each in tokens], more))
    return found


def _catalogue(words):
    """({section: name}, {tag: label}, {author: name}, accounts) by their ids, made when they are not there."""
    if not Tag.objects.exists():
        site = SiteSettings.load()
        site.name_ar, site.name_en = "مِداد", "Midad"
        catalogue.save(site)
        chance = random.Random(2)  # noqa: S311
        for order, name in enumerate(SECTIONS):
            catalogue.save(Category(name_ar=name, order=order))
        for number in range(AUTHORS):
            catalogue.save(Author(name_ar=f"{words.plain[300 + number]} {words.plain[700 + number]}"))
        User.objects.bulk_create(User(username=f"writer-{number}") for number in range(USERS))
        names = {}
        while len(names) < TAGS:
            name = " ".join(chance.sample(words.plain[30:], 2 if names else 1))
            names.setdefault(tag_key(name), name)
        tags = (Tag(name=name, label_ar=name, key=key, slug=slugify(key)) for key, name in names.items())
        Tag.objects.bulk_create(tags, batch_size=2_000)
    columns = (Category, "name_ar"), (Tag, "label_ar"), (Author, "name_ar")
    named = [dict(model.objects.order_by("pk").values_list("pk", name)) for model, name in columns]
    return *named, list(User.objects.order_by("pk").values_list("pk", flat=True))


def copy(model, rows):
    """Write rows {column: value} of a model; what they do not say is as in a new one."""
    blank = model()
    usual = {
        field.column: field.get_db_prep_save(getattr(blank, field.attname), connection)
        for field in model._meta.concrete_fields
        if not field.primary_key
    }
    usual |= dict.fromkeys(rows[0] if rows else (), "") | usual
    columns = ", ".join(f'"{name}"' for name in usual)
    with connection.cursor() as cursor, cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as lines:
        for row in rows:
            lines.write_row([row.get(name, value) for name, value in usual.items()])


def missing(count):
    """How many of `count` articles are not there yet."""
    last = Article.objects.aggregate(last=Max("pk"))["last"]
    return count - (last - FIRST_ID + 1 if last else 0)


def fill(count, *, progress=lambda steps: steps):
    """Bring the archive to `count` articles."""
    archive = Archive(count)
    for start in progress(range(count - missing(count), count, BATCH)):
        archive.write(range(start, min(start + BATCH, count)))
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [Article, Revision]):
            cursor.execute(sql)
