"""Numbers beside Arabic nouns: six forms, where most languages have two."""

from arabic.dates import NO_BREAK
from arabic.digits import format_number

# zero, one and two are whole phrases and print no number; few, many and other follow the number.
NOUNS = {
    "result": ("لا نتائج", "نتيجة واحدة", "نتيجتان", "نتائج", "نتيجة", "نتيجة"),
    "comment": ("لا تعليقات", "تعليق واحد", "تعليقان", "تعليقات", "تعليقًا", "تعليق"),
    "article": ("لا أخبار", "خبر واحد", "خبران", "أخبار", "خبرًا", "خبر"),
    "new_post": (
        "لا منشورات جديدة",
        "منشور جديد واحد",
        "منشوران جديدان",
        "منشورات جديدة",
        "منشورًا جديدًا",
        "منشور جديد",
    ),
    "minute": ("لا دقائق", "دقيقة واحدة", "دقيقتان", "دقائق", "دقيقة", "دقيقة"),
    "reading_minute": ("أقل من دقيقة", "دقيقة واحدة", "دقيقتان", "دقائق", "دقيقة", "دقيقة"),
    "hour": ("لا ساعات", "ساعة واحدة", "ساعتان", "ساعات", "ساعة", "ساعة"),
    "day": ("لا أيام", "يوم واحد", "يومان", "أيام", "يومًا", "يوم"),
    "view": ("لا مشاهدات", "مشاهدة واحدة", "مشاهدتان", "مشاهدات", "مشاهدة", "مشاهدة"),
    "picture": ("لا صور", "صورة واحدة", "صورتان", "صور", "صورة", "صورة"),
    "author": ("لا كتّاب", "كاتب واحد", "كاتبان", "كتّاب", "كاتبًا", "كاتب"),
    "page": ("لا صفحات", "صفحة واحدة", "صفحتان", "صفحات", "صفحة", "صفحة"),
    "tag": ("لا وسوم", "وسم واحد", "وسمان", "وسوم", "وسمًا", "وسم"),
    "section": ("لا أقسام", "قسم واحد", "قسمان", "أقسام", "قسمًا", "قسم"),
    "word": ("لا كلمات", "كلمة واحدة", "كلمتان", "كلمات", "كلمة", "كلمة"),
    "correction": ("لا تصحيحات", "تصحيح واحد", "تصحيحان", "تصحيحات", "تصحيحًا", "تصحيح"),
}


def plural_form(n: int) -> int:
    """The form an Arabic noun takes beside a whole number: 0 zero, 1 one, 2 two, 3 few, 4 many, 5 other.

    The order is that of gettext's ``msgstr[0]`` to ``msgstr[5]`` and of the CLDR categories.
    """
    n = abs(n)
    if n <= 2:
        return n
    if 3 <= n % 100 <= 10:
        return 3
    return 4 if n % 100 >= 11 else 5


def counted(n: int, noun: str, *, digits: str = "latn") -> str:
    """A number and its noun, one of NOUNS: «لا تعليقات», «تعليق واحد», «تعليقان», «3 تعليقات», «11 تعليقًا», «1,000
    تعليق».

    A no-break space keeps the number with its noun. KeyError for a noun that has no forms here.
    """
    form = plural_form(n)
    if form <= 2:
        return NOUNS[noun][form]
    return f"{format_number(n, digits=digits)}{NO_BREAK}{NOUNS[noun][form]}"
