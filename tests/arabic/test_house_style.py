"""Hints on the house's style: what a copy editor would mark, and nothing that may be right."""

import pytest

from arabic.house_style import WORDS, hints


def applied(text):
    """The text with every hint taken, as an editor would, from the last to the first."""
    edits = sorted((edit for hint in hints(text) for edit in hint.edits), reverse=True)
    for start, end, written in edits:
        text = text[:start] + written + text[end:]
    return text


def isolated(text):
    return [text[slice(*hint.isolate)] for hint in hints(text) if hint.isolate]


@pytest.mark.parametrize(
    ("kind", "typed", "right"),
    [
        ("hamza", "اعلن المسئول امس", "أعلن المسؤول أمس"),
        ("hamza", "والان إنتخابات جديدة", "والآن انتخابات جديدة"),
        ("hamza", "وصل الى اسرائيل وايران", "وصل إلى إسرائيل وإيران"),
        ("hamza", "الإقتصاد والإجتماع", "الاقتصاد والاجتماع"),
        ("yeh", "قال فى المؤتمر السياسى", "قال في المؤتمر السياسي"),
        ("yeh", "حتي المستشفي", "حتى المستشفى"),
        ("teh", "الحكومه والمدينه فى هذة السنة", "الحكومة والمدينة في هذه السنة"),
        ("teh", "للمنطقه العربيه", "للمنطقة العربية"),
        ("punctuation", "قال, ثم مضى", "قال، ثم مضى"),
        ("punctuation", "هل جاء?", "هل جاء؟"),
        ("punctuation", "قال ، ثم مضى .", "قال، ثم مضى."),
        ("punctuation", "قال،ثم مضى", "قال، ثم مضى"),
        ("punctuation", "ماذا؟؟؟", "ماذا؟"),
        ("punctuation", "ثم...", "ثم…"),
        ("quotes", 'قال "نعم" ومضى', "قال «نعم» ومضى"),
        ("quotes", "قال “نعم ”لا“ ثم” ومضى", "قال «نعم ‹لا› ثم» ومضى"),
        ("spaces", "قال  ثم   مضى", "قال ثم مضى"),
        ("tatweel", "قـــال الرئيس", "قال الرئيس"),
    ],
)
def test_what_is_often_mistyped_is_offered_right(kind, typed, right):
    assert applied(typed) == right
    assert kind in {hint.kind for hint in hints(typed)}


@pytest.mark.parametrize(
    "text",
    [
        "قال علي إن سنه ستون، وإنه لا يعلم أن عليه دينا.",
        "بلغ العدد 1,200 في 12:30، أي 3.5% من 27 ألفا.",
        "في سنة 1447هـ صدر «الكتاب ‹الأول›» عن دار النور.",
        'The minister said: "yes, of course"; didn\'t he?',
        "اسم ابن الوزير واحد من الاثنين.",
        "فاز الأهلي 3-1 على الزمالك بطائرة F-35.",
        "هذا وجهه، وهذه لغته، والله أعلم.",
        "إذا انتهى الاجتماع أعلن الرئيس الاتفاق الأول.",
        "قابل باول الوالي وهو فاهم واهم، وأعتبر الأمر منتهيا.",
        "",
        "\ufffc",
        "…",
    ],
)
def test_what_may_be_right_is_left_alone(text):
    assert hints(text) == []


def test_no_right_word_is_called_wrong():
    for _kind, word in WORDS.values():
        assert word not in WORDS
        assert hints(word) == []


def test_handles_and_addresses_are_offered_to_be_kept_in_order():
    assert isolated("كتب @BBCArabic أمس") == ["@BBCArabic"]
    assert isolated("لغة C++ على example.com@x.org أو +994 12 555 1234.") == [
        "C++",
        "example.com@x.org",
        "+994 12 555 1234",
    ]
    assert isolated("انظر https://example.com/a، ثم 2024-12-05") == ["https://example.com/a", "2024-12-05"]
    assert isolated("قال COVID-19 و17:04 و3-1") == []
    assert isolated("all in English @here") == []


def test_quotes_are_offered_pair_by_pair():
    found = [hint for hint in hints('"أ" و"ب"') if hint.kind == "quotes"]
    assert [[edit[:2] for edit in hint.edits] for hint in found] == [[(0, 1), (2, 3)], [(5, 6), (7, 8)]]


def test_a_quote_without_its_partner_is_pointed_out_but_not_changed():
    (hint,) = hints('قال "نعم ومضى')
    assert (hint.kind, hint.edits, hint.note) == ("quotes", (), (0, 13))


def test_no_two_hints_want_the_same_place():
    for text in ('اعلن "فى الان" ,, امس؟؟ ...', "قال ، ثم  ، مضى ...", "والي  الى ،الان"):
        spans = sorted(edit[:2] for hint in hints(text) for edit in hint.edits)
        assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:], strict=False)), spans
