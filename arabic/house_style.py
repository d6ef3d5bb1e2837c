"""Hints on the house's style: spellings and signs that a copy editor would look at twice.

A hint is an offer. What is right in one sentence and wrong in another («علي», «سنه») is never hinted at: a rule that
nags is switched off. The words are lists, so that each can be argued about.
"""

import re
from itertools import chain
from typing import NamedTuple

from arabic.bidi import ltr_runs, needs_isolation
from arabic.quotes import house_quotes, unbalanced_quotes


class Hint(NamedTuple):
    kind: str
    # (start, end, what to write there); together they are one change, and none is empty of text to replace.
    edits: tuple = ()
    isolate: tuple | None = None  # (start, end) of what is to be kept from turning round
    note: tuple | None = None  # (start, end) of what only a person can mend


# Words as they are often typed: right spelling, with the letter at stake.
_HAMZA = """
    الآن الآخر الآخرين الأول الأولى الأخير الأخيرة الأحد الأربعاء الأسبوع الأسبوعية الأسرة الأسعار الأسواق
    الأطراف الأطفال الأعمال الأمر الأمم الأمن الأمنية الأمير الأميركي الأميركية الأمريكي الأمريكية الأنباء
    الأوروبي الأوروبية الأوسط الأوضاع الأيام الإجراءات الإخبارية الإدارة الإرهاب الإسرائيلي الإسرائيلية الإسلامي
    الإسلامية الإطار الإعلام الإعلامية الإعلان الإفراج الإقليمي الإقليمية الإمارات الإنتاج الإنسان الإنسانية
    الإيراني الإيرانية أبرز أثناء أجل أحد أخبار أخرى أخيرا أدى أربعة أسباب أسعار أشار أصبح أصدر أضاف أطراف أطلق
    أعضاء أعلن أعلنت أغلب أفاد أفادت أفضل أقل أكتوبر أكثر أكد أكدت أكبر ألف أمام أمس أميركا أمريكا أنباء أنحاء
    أهم أوروبا أوضح أوضحت أول أي أيام أيضا أيلول إجراء إجراءات إدارة إذا إسرائيل إضافة إطار إعادة إعلان إلا إلى
    إليه إليها إمكانية إن إنتاج إنها إنه إيران إيطاليا أبريل أغسطس أيار أفريقيا مسؤول مسؤولون مسؤولين المسؤولين
    المسؤول مسؤولية المسؤولية شؤون الشؤون رؤية رؤساء مؤتمر المؤتمر مؤسسة المؤسسة مؤكدا مؤكدة رئيس الرئيس رئيسي
    رئيسية الرئيسية هيئة الهيئة مئة مئات المئات عائلة دائرة طائرة الطائرة الطائرات وسائل
"""
# «أن», «إن» and what hangs on them are told apart by the sentence alone, and so is «أخر».
_HAMZA_OF_SENTENCE = {"ان", "انه", "انها", "اي", "اخر", "الف", "اجل", "احد", "الامر", "الا", "ادى", "اليه", "اليها"}
# Bare alef where a hamza is often put.
_NO_HAMZA = """
    اتفاق اتفاقية الاتفاق الاتفاقية اتصال الاتصال الاتصالات اجتماع الاجتماع الاجتماعي الاجتماعية اجتماعات احتجاج
    احتجاجات الاحتلال احتلال احتياجات اختبار اختيار ارتفاع ازدياد استثمار الاستثمار استثمارات استخدام استراتيجية
    الاستراتيجية استعداد استقالة استقبال استقرار الاستقرار استقلال الاستقلال استمرار استهداف اشتباكات اعتبار
    اعتداء اعتقال اعتماد افتتاح اقتراح اقتصاد الاقتصاد اقتصادي اقتصادية الاقتصادي الاقتصادية التزام امتحان
    امتحانات انتخاب انتخابات الانتخابات الانتخابية انتشار انتظار انتقال انتهاء انخفاض انسحاب انضمام انطلاق
    انفجار اهتمام ابن ابنة اسم الاسم اثنان اثنين الاثنين امرأة
"""
# In verbs a hamza above makes the first person: «أعتبر».
_NO_HAMZA_VERBS = "ارتفع استخدم استقبل استمر استهدف اعتبر اعتقل افتتح انتهى انخفض انطلق"
_YEH = """
    في الذي التي هي مصري المصري عربي العربي سياسي السياسي اقتصادي الاقتصادي دولي الدولي محلي المحلي رئيسي رسمي
    الرسمي حكومي الحكومي عسكري العسكري أمني الأمني مالي المالي إعلامي الإعلامي شعبي الشعبي وطني الوطني غربي
    الغربي شرقي الشرقي جنوبي الجنوبي شمالي الشمالي فلسطيني الفلسطيني إسرائيلي الإسرائيلي روسي الروسي أمريكي
    الأمريكي أميركي الأميركي سعودي السعودي إيراني الإيراني ليبي الليبي سوري السوري عراقي العراقي لبناني اللبناني
    اجتماعي الاجتماعي تاريخي التاريخي حالي الحالي الماضي القاضي الثاني التالي الثلاثي الأساسي أساسي الحقيقي
    حقيقي الرياضي رياضي الصحفي صحفي الصحي صحي
"""
_ALEF = """
    إلى حتى متى سوى أعلى أدنى أقصى مستشفى المستشفى مبنى المبنى كبرى الكبرى أخرى الأخرى إحدى
"""
# «إلي», «لدي», «مستوي» are words of their own; these are not.
_ALEF_SURE = {
    "حتي",
    "اعلي",
    "أعلي",
    "ادني",
    "أدني",
    "اقصي",
    "أقصي",
    "مستشفي",
    "المستشفي",
    "كبري",
    "الكبري",
    "اخري",
    "أخري",
    "الاخري",
    "الأخري",
    "احدي",
    "إحدي",
}
# After «ال» no pronoun can follow, so a final heh is a teh marbuta.
_TEH = """
    حكومة دولة مدينة منطقة جمهورية وزارة رئاسة سنة ساعة جامعة مدرسة شركة لجنة منظمة هيئة محكمة محافظة عاصمة قرية
    مملكة أزمة حملة خطة جلسة قمة زيارة صحيفة صحة تجارة صناعة زراعة طاقة سياسة ثقافة رياضة سيارة طائرة قضية عملية
    مرحلة فترة جهة جماعة حركة قوة قيادة شرطة منظومة ميزانية بطولة مباراة نسخة قناة قاعدة وكالة متحدة عربية دولية
    سياسية اقتصادية أمنية عسكرية محلية وطنية حكومية رسمية إسلامية أمريكية أميركية إسرائيلية روسية فلسطينية
    سعودية مصرية سورية عراقية إيرانية لبنانية ماضية مقبلة حالية جديدة قديمة كبيرة صغيرة أخيرة أولية ثانية عامة
    خاصة إنسانية اجتماعية
"""
_HEH = {
    "هذة": "هذه",
    "فية": "فيه",
    "لدية": "لديه",
    "إلية": "إليه",
    "اتجاة": "اتجاه",
    "مياة": "مياه",
    "المياة": "المياه",
    "اللة": "الله",
    "وجة": "وجه",
    "الوجة": "الوجه",
    "شبة": "شبه",
    "تجاة": "تجاه",
    "انتباة": "انتباه",
}

_BARE, _BARE_ALEF = str.maketrans("أإآؤئ", "اااوي"), str.maketrans("أإآ", "ااا")
_JOINED = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل")
_NOT_JOINED = {"واهم"}


def _without_hamza(word):
    """The spellings of a word with one of its hamzas forgotten: «مسؤول» is typed «مسئول» and «مسوول»."""
    yield word.translate(_BARE)
    yield word.translate(_BARE_ALEF)
    yield word.replace("ؤ", "ئ")
    yield word.replace("ئ", "ي")
    yield word.replace("آ", "أ")


def _misspelled():
    """{word as typed: (kind, word)}."""
    found = {}
    right = {word for words in (_HAMZA, _NO_HAMZA, _NO_HAMZA_VERBS, _YEH, _ALEF, _TEH) for word in words.split()} | set(
        _HEH.values()
    )
    for word in _HAMZA.split():
        for typed in _without_hamza(word):
            if typed not in _HAMZA_OF_SENTENCE:
                found[typed] = "hamza", word
    for words, letters in ((_NO_HAMZA, "أإ"), (_NO_HAMZA_VERBS, "إ")):
        for word in words.split():
            stem = word.removeprefix("ال")
            found |= {f"{word.removesuffix(stem)}{letter}{stem[1:]}": ("hamza", word) for letter in letters}
    for word in _YEH.split():
        found[f"{word[:-1]}ى"] = "yeh", word
    for word in _ALEF.split():
        for typed in (f"{word[:-1]}ي", f"{word[:-1]}ي".translate(_BARE)):
            if typed in _ALEF_SURE:
                found[typed] = "yeh", word
    for word in _TEH.split():
        for article in ("ال", "لل"):
            found[f"{article}{word[:-1]}ه"] = "teh", article + word
            right.add(article + word)
    found |= {typed: ("teh", word) for typed, word in _HEH.items()}
    return {typed: hint for typed, hint in found.items() if typed not in right}


WORDS = _misspelled()
_WORD = re.compile(r"[\u0621-\u063a\u0641-\u0652\u0670]+")
_A = r"[\u0620-\u064a\u064b-\u0652\u0670]"  # an Arabic letter or its mark
_PUNCTUATION = [
    # (pattern, what to write for its first group)
    (re.compile(rf"(?<={_A})(,)(?=\s|$|{_A})"), "،"),
    (re.compile(rf"(?<={_A})(;)(?=\s|$|{_A})"), "؛"),
    (re.compile(rf"(?<={_A})(\?)(?=[\s»\"!]|$)"), "؟"),
    (re.compile(r"(?<=\S)( +)(?=[،؛؟](?:\s|$))"), ""),
    (re.compile(rf"(?<={_A})( +)(?=[.:!](?:\s|$))"), ""),
    (re.compile(rf"([،؛؟])(?={_A})"), None),  # a space is missing after it
    (re.compile(r"([!؟])(?:\1)+"), None),
    (re.compile(r"(?<!\.)(\.{3,})(?!\.)"), "…"),
]
_SPACES = re.compile(r"(?<=\S)( {2,})(?=[^\s،؛؟.:!])")
# Between two letters it only stretches the word; «هـ» and a lone sign stay.
_TATWEEL = re.compile(r"(?<=[\u0620-\u063f\u0641-\u064a])(\u0640+)(?=[\u0620-\u063f\u0641-\u064a])")
_TOKEN = re.compile(r"[^\s\u0600-\u06ff«»“”\"()\[\]\ufffc]+")


def hints(text: str) -> list[Hint]:
    """What to look at in a block of plain Arabic text, in reading order; U+FFFC stands for what is no text."""
    found = chain(_words(text), _signs(text), _quotes(text), _isolation(text))
    return sorted(found, key=lambda hint: (hint.edits[0] if hint.edits else hint.isolate or hint.note)[0])


def _words(text):
    for match in _WORD.finditer(text):
        word, start = match[0], match.start()
        for skipped in range(min(3, len(word))):
            if skipped and (word[:skipped] not in _JOINED or word in _NOT_JOINED):
                break
            # «باول» and «فاهم» are no words with something joined to them.
            if skipped and len(word) - skipped < 4 and word[:skipped] != "و":
                continue
            if hint := WORDS.get(word[skipped:]):
                yield Hint(hint[0], edits=((start + skipped, match.end(), hint[1]),))
                break


def _signs(text):
    for pattern, sign in _PUNCTUATION:
        for match in pattern.finditer(text):
            written = sign
            if sign is None:
                written = match[1] if len(match[0]) > 1 else f"{match[1]} "
            yield Hint("punctuation", edits=((*match.span(), written),))
    for match in _SPACES.finditer(text):
        yield Hint("spaces", edits=((*match.span(), " "),))
    for match in _TATWEEL.finditer(text):
        yield Hint("tatweel", edits=((*match.span(), ""),))


def _quotes(text):
    """A hint for each pair, from the outside in: `house_quotes` changes characters in their places."""
    written = house_quotes(text)
    opened = []
    for place, (before, after) in enumerate(zip(text, written, strict=True)):
        if after in "«‹":
            opened.append(place)
        elif after in "»›" and opened:
            start = opened.pop()
            edits = [(at, at + 1, written[at]) for at in (start, place) if text[at] != written[at]]
            if edits:
                yield Hint("quotes", edits=tuple(edits))
        elif before == "\n":
            opened.clear()
    at = 0
    for line in text.split("\n"):
        if unbalanced_quotes(line):
            yield Hint("quotes", note=(at, at + len(line)))
        at += len(line) + 1


def _isolation(text):
    if not re.search(_A, text):
        return
    runs = ltr_runs(text)
    covered = 0
    for start, end in runs:
        yield Hint("isolation", isolate=(start, end))
    remaining = iter(runs)
    run = next(remaining, None)
    for match in _TOKEN.finditer(text):
        token = match[0].rstrip(".,;:!?'")
        start, end = match.start(), match.start() + len(token)
        while run and run[1] <= start:
            covered, run = run[1], next(remaining, None)
        if (run is None or end <= run[0]) and start >= covered and needs_isolation(token):
            yield Hint("isolation", isolate=(start, end))
