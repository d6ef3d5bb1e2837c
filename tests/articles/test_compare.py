"""What became of a text: by words, in order, without losing one, and in time that grows with its length."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import compare
from articles.compare import GONE, MOVED, NEW, SAME, SKIPPED, Piece

SAY = "{0}:{1}".format


def side(found, kind):
    return "".join(piece.text for piece in found if piece.kind in (SAME, kind)).split()


def test_words_are_compared_and_not_letters():
    assert compare.pieces("قال الوزير كلمته", "قال الوزيران كلمته") == [
        Piece(SAME, "قال "),
        Piece(GONE, "الوزير "),
        Piece(NEW, "الوزيران "),
        Piece(SAME, "كلمته"),
    ]


def test_a_word_keeps_its_marks():
    assert Piece(GONE, "مُدرِّسة ") in compare.pieces("في مُدرِّسة كبيرة", "في مدرسة كبيرة")


def test_a_sign_changes_alone_and_a_number_as_a_whole():
    assert compare.pieces("تقدمت.", "تقدمت،") == [Piece(SAME, "تقدمت"), Piece(GONE, "."), Piece(NEW, "،")]
    assert compare.pieces("بلغ 1,250.5 طن", "بلغ 1,350.5 طن")[1:3] == [Piece(GONE, "1,250.5 "), Piece(NEW, "1,350.5 ")]


def test_a_rewritten_sentence_is_not_held_together_by_a_crumb():
    found = compare.pieces("اجتمع الوفدان في العاصمة أمس مساء", "التقى الرئيسان سرًا في قصر الضيافة فجرًا")
    assert [piece.kind for piece in found] == [GONE, NEW]


def test_paragraphs_come_and_go_as_words_do():
    assert compare.pieces("أول\nثالث", "أول\nثان\nثالث") == [
        Piece(SAME, "أول\n"),
        Piece(NEW, "ثان\n"),
        Piece(SAME, "ثالث"),
    ]


def test_a_last_paragraph_goes_with_its_own_full_stop():
    assert compare.pieces("أول.\nثان.", "أول.") == [Piece(SAME, "أول."), Piece(GONE, "\nثان.")]


WORDS = st.lists(st.sampled_from(["في", "الخبر", "قال", "إن", "٢٠٢٦", "،", "مُدرِّس", "\n", "co-op"]), max_size=60)


@given(WORDS, WORDS)
def test_the_pieces_hold_both_texts_whole(old, new):
    old, new = " ".join(old), " ".join(new)
    found = compare.pieces(old, new)
    assert side(found, GONE) == old.split()
    assert side(found, NEW) == new.split()
    assert all(one.kind != other.kind for one, other in zip(found, found[1:], strict=False))


@given(WORDS)
def test_equal_texts_have_one_piece(words):
    assert [piece.kind for piece in compare.pieces(" ".join(words), " ".join(words))] in ([], [SAME])


class Counted(str):
    """A word that counts how often it is compared."""

    asked = 0

    def __eq__(self, other):
        Counted.asked += 1
        return str.__eq__(self, other)

    def __hash__(self):
        return str.__hash__(self)


def long_texts(case, length):
    dice = random.Random(7)
    many = [f"w{number}" for number in range(3000)]
    words = dice.choices(many, [1 / (place + 1) for place in range(3000)], k=length)
    return {
        "edited": (words, [word if dice.random() > 0.02 else "x" for word in words]),
        "every second word": (words, [word if place % 2 else f"x{place % 99}" for place, word in enumerate(words)]),
        "another text": (words, dice.sample(words, length)),
        "turned round": (words, words[::-1]),
        "moved halves": (words, words[length // 2 :] + words[: length // 2]),
        "two words": (dice.choices("ab", k=length), dice.choices("ab", k=length)),
        "two in turn": (["a", "b"] * (length // 2), ["b", "a"] * (length // 2)),
        "one word": (["a"] * length, ["a"] * (length - 100)),
    }[case]


CASES = [
    *("edited", "every second word", "another text", "turned round"),
    *("moved halves", "two words", "two in turn", "one word"),
]


@pytest.mark.parametrize("case", CASES)
def test_each_word_costs_no_more_than_so_much(case):
    """Looking at each pair of them would cost ten thousand."""
    Counted.asked = 0
    list(compare._matches(*([Counted(word) for word in words] for words in long_texts(case, 10_000))))
    assert Counted.asked <= 10_000 * 200


def test_the_middle_of_what_stayed_is_left_out():
    text = " ".join(f"w{number}" for number in range(300))
    found = compare.shortened(compare.pieces(f"قديم {text}", f"جديد {text}"))
    assert [piece.kind for piece in found] == [GONE, NEW, SAME, SKIPPED]
    assert found[3].text == "270"
    assert len(compare.shortened(compare.pieces("قديم قصير", "جديد قصير"))) == 3


def test_words_are_counted():
    assert compare.counts(compare.pieces("قال الوزير.", "قال رئيس الوزراء،")) == (2, 1)


def test_a_body_is_read_as_paragraphs_with_its_links_and_pictures():
    markup = (
        '<h2>خلفية</h2><p>اقرأ <a href="https://example.com/a">التقرير</a> &amp; <strong>انتظر</strong></p>'
        '<ul><li>أول</li></ul><figure data-image="7"><figcaption>سوق</figcaption></figure>'
    )
    assert compare.text_of(markup, lambda pk: f"صورة {pk}") == (
        "■ خلفية\nاقرأ التقرير [https://example.com/a] & انتظر\n• أول\n[صورة 7]\nسوق"
    )


def test_a_body_is_read_with_what_it_refers_to_and_its_sources():
    markup = (
        '<p>قال<cite data-note="">تقرير</cite> أمس</p><figure data-article="100001"></figure>'
        '<figure data-embed="https://x.com/a/status/1"></figure>'
    )
    assert compare.text_of(markup) == "قال [تقرير] أمس\n[100001]\n[https://x.com/a/status/1]"


@pytest.mark.parametrize("markup", ["<", "<p", "</a></a>", "<a>x", "<figure data-image='x'>", "&#xD800;", "<![CDATA[x"])
def test_no_markup_is_a_fault(markup):
    compare.text_of(markup)


def differences(old, new):
    return {(each.field, each.language): each for each in compare.contents(old, new, SAY)}


def test_contents_are_compared_field_by_field_and_language_by_language():
    old = {"kind": "news", "headline": {"ar": "قديم", "en": "Old"}, "place": {"ar": "غزة", "en": ""}, "image": 3}
    new = {"kind": "opinion", "headline": {"ar": "جديد", "en": "Old"}, "place": {"ar": "غزة", "en": ""}, "image": None}
    found = differences(old, new)
    assert set(found) == {("kind", None), ("headline", "ar"), ("image", None)}
    assert found["kind", None].pieces == [Piece(GONE, "kind:news"), Piece(NEW, "kind:opinion")]
    assert found["image", None].pieces == [Piece(GONE, "image:3")]


def test_a_field_that_an_older_content_does_not_know_is_new():
    assert differences({}, {"embargo_until": "2026-01-01"})["embargo_until", None].pieces[0].kind == NEW
    assert differences({}, {"embargo_until": None}) == {}


def test_a_body_in_another_dress_differs_without_a_word():
    old, new = ({"body": {"ar": f"<p><{tag}>نص</{tag}></p>"}} for tag in ("strong", "em"))
    assert differences(old, new)["body", "ar"].pieces == []


def test_rows_that_move_come_and_go_are_told_apart():
    found = differences({"tags": [1, 2, 3, 4]}, {"tags": [3, 1, 2, 5]})["tags", None].rows
    assert [(row.kind, row.pieces[0].text) for row in found] == [
        (MOVED, "tags:3"),
        (SAME, "tags:1"),
        (SAME, "tags:2"),
        (NEW, "tags:5"),
        (GONE, "tags:4"),
    ]


def test_a_row_that_changes_inside_shows_its_words():
    old = {"categories": [{"category": 1, "until": None}]}
    new = {"categories": [{"category": 1, "until": "2026"}]}
    found = compare.contents(old, new, lambda field, row: f"سياسة {row['until'] or ''}")
    ((row,),) = [each.rows for each in found]
    assert row.kind == SAME
    assert row.pieces == [Piece(SAME, "سياسة "), Piece(NEW, "2026")]


def test_two_rows_of_one_moment_stay_two():
    rows = [{"made_at": "2026", "text": {"ar": text}} for text in ("أول", "ثان")]
    found = compare.rows("corrections", rows, rows[:1], lambda field, row: row["text"]["ar"])
    assert Counter(row.kind for row in found) == {SAME: 1, GONE: 1}
