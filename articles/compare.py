"""Two texts side by side, word by word, and two contents field by field. No database; nothing is marked up here.

Words are compared, not letters: in Arabic a changed letter makes another word, and half a word in colour is unreadable.
The work grows with the length of the texts and little more, however different they are.
"""

import re
from bisect import bisect_left
from collections import Counter
from html.parser import HTMLParser
from itertools import groupby
from typing import NamedTuple

SAME, GONE, NEW, MOVED, SKIPPED = "same", "gone", "new", "moved", "skipped"
BREAK = "\n"  # between paragraphs; it is compared like a word

# A word keeps its marks and joiners, a number its separators; signs stand alone. The space after each belongs to it.
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d"
_WORD = re.compile(rf"\n|(?:\d+(?:[.,:/٫٬]\d+)+|[\w{_MARKS}]+(?:['’-][\w{_MARKS}]+)*|[^\w\s])[^\S\n]*")
_PAIRS = 150 * 150  # of words on both sides, up to which each with each is tried
_DEEP = 60  # parts within parts, beyond which the rest counts as rewritten
_AROUND = 30  # words shown on either side of a change

_BLOCKS = {"p", "h2", "h3", "h4", "li", "blockquote", "figure", "figcaption", "pre", "table", "caption", "tr", "hr"}
_SIGNS = {"h2": "■ ", "h3": "□ ", "h4": "▫ ", "li": "• ", "blockquote": "❝ ", "td": "| ", "th": "| ", "hr": "—"}


class Piece(NamedTuple):
    kind: str  # SAME, GONE, NEW; SKIPPED: its text is the number of words
    text: str


class Row(NamedTuple):
    kind: str  # SAME, GONE, NEW, MOVED
    pieces: list


class Difference(NamedTuple):
    field: str
    language: str | None
    pieces: list | None = None  # None with rows; empty where words are the same and only their dress is not
    rows: list | None = None


def pieces(old, new):
    """What became of the text: pieces that are the same, gone and new, in reading order."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    keys = [[word.rstrip() or word for word in words] for words in (before, after)]
    found, i, j = [], 0, 0
    for a, b, length in [*_kept(*keys), (len(before), len(after), 0)]:
        found += [(GONE, word) for word in before[i:a]]
        found += [(NEW, word) for word in after[j:b]]
        # The space after the word, if either has one: what follows may have gone, or come.
        found += [
            (SAME, max(words, key=len)) for words in zip(before[a : a + length], after[b : b + length], strict=True)
        ]
        i, j = a + length, b + length
    return [Piece(kind, "".join(word for _kind, word in run)) for kind, run in groupby(found, key=lambda each: each[0])]


def shortened(found):
    """The pieces with the middle of long unchanged ones left out."""
    result = []
    for place, piece in enumerate(found):
        words = _WORD.findall(piece.text) if piece.kind == SAME else []
        first = 0 if place == 0 else _AROUND
        last = 0 if place == len(found) - 1 else _AROUND
        if len(words) <= first + last + _AROUND:
            result.append(piece)
            continue
        left_out = len(words) - first - last
        parts = (SAME, words[:first]), (SKIPPED, [str(left_out)]), (SAME, words[len(words) - last :])
        result += [Piece(kind, "".join(part)) for kind, part in parts if part]
    return result


def counts(found):
    """(new words, words gone) of the pieces."""
    words = Counter()
    for piece in found:
        words[piece.kind] += sum(word[0].isalnum() for word in _WORD.findall(piece.text))
    return words[NEW], words[GONE]


def contents(old, new, say):
    """The `Difference` of each field of two contents. `say(field, value)` puts ids, moments and rows into words."""
    found = []
    for field in {**old, **new}:
        before, after = old.get(field), new.get(field)
        if before == after:
            continue
        if isinstance(before or after, dict):
            for code in {**(before or {}), **(after or {})}:
                texts = [(texts or {}).get(code) or "" for texts in (before, after)]
                if texts[0] != texts[1]:
                    if field == "body":
                        texts = [text_of(markup, lambda pk: say("image", pk)) for markup in texts]
                    found.append(Difference(field, code, pieces(*texts) if texts[0] != texts[1] else []))
        elif isinstance(before or after, list):
            found.append(Difference(field, None, rows=rows(field, before or [], after or [], say)))
        else:
            texts = [say(field, value) if value else "" for value in (before, after)]
            if texts[0] != texts[1]:
                whole = [Piece(kind, text) for kind, text in zip((GONE, NEW), texts, strict=True) if text]
                found.append(Difference(field, None, whole))
    return found


def rows(field, old, new, say):
    """What became of an ordered list: its rows as they stand now, then those that are gone."""
    before, after = _keyed(field, old), _keyed(field, new)
    places = {key: place for place, key in enumerate(before)}
    common = [key for key in after if key in before]
    stayed = {common[place] for place in _rising([places[key] for key in common])}
    result = []
    for key, row in after.items():
        kind = NEW if key not in before else SAME if key in stayed else MOVED
        result.append(Row(kind, pieces(say(field, before.get(key, row)), say(field, row))))
    return result + [Row(GONE, [Piece(SAME, say(field, row))]) for key, row in before.items() if key not in after]


def text_of(markup, picture=str):
    """The words of a body, a line for each paragraph, with signs for what the paragraph is, and where links lead."""
    reader = _Reader(picture)
    reader.feed(markup)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split(BREAK))
    return BREAK.join(line for line in lines if line)


class _Reader(HTMLParser):
    def __init__(self, picture):
        super().__init__(convert_charrefs=True)
        self.picture, self.parts, self.links, self.cites = picture, [], [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.parts += [BREAK] * (tag in _BLOCKS) + [" "] * (tag == "br") + [_SIGNS.get(tag, "")]
        if tag == "a":
            self.links.append(attrs.get("href"))
        if tag == "figure" and (attrs.get("data-image") or "").isdecimal():
            self.parts.append(f"[{self.picture(int(attrs['data-image']))}]")
        if tag == "figure" and (elsewhere := attrs.get("data-embed") or attrs.get("data-article")):
            self.parts.append(f"[{elsewhere}]")
        if tag == "cite":
            self.cites.append("data-note" in attrs)
            self.parts.append(" [" * self.cites[-1])

    def handle_endtag(self, tag):
        if tag == "a" and self.links and (address := self.links.pop()):
            self.parts.append(f" [{address}]")
        if tag == "cite" and self.cites:
            self.parts.append("]" * self.cites.pop())
        self.parts += [BREAK] * (tag in _BLOCKS)

    def handle_data(self, data):
        self.parts.append(data.replace(BREAK, " "))


def _keyed(field, listed):
    """{key: row}: what makes a row the same row; the second of two alike has a key of its own."""
    keyed, seen = {}, Counter()
    for row in listed:
        key = row
        if isinstance(row, dict):
            key = row.get("category") or row.get("made_at") or (row.get("author"), row.get("role"))
        keyed[key, seen[key]] = row
        seen[key] += 1
    return keyed


def _kept(old, new):
    """(place in old, place in new, length) of each run of words that stays, in order."""
    kept = [(0, 0, 0)]
    for a, b, length in sorted(_matches(old, new)):
        last_a, last_b, last_length = kept[-1]
        gone, came = range(last_a + last_length, a), range(last_b + last_length, b)
        step = length
        if gone or came:
            step = 0 if gone and came else _slide(old, gone, length) if gone else _slide(new, came, length)
        kept[-1] = (last_a, last_b, last_length + step)
        if step < length:
            kept.append((a + step, b + step, length - step))
    around = zip([(0, 0, 0), *kept], kept, [*kept[1:], (len(old), len(new), 0)], strict=False)
    return [run for before, run, after in around if not _is_crumb(old, before, run, after)]


def _slide(words, run, most):
    """How far a run that came or went can be moved along equal words, to begin where a paragraph does."""
    for step in range(most):
        if words[run.start + step] == BREAK:
            return step
        if words[run.start + step] != words[run.stop + step]:
            break
    return 0


def _is_crumb(old, before, run, after):
    """A lone «في» that stays inside a rewritten sentence tells nobody anything."""
    a, _b, length = run
    return length == 1 and 0 < len(old[a].strip()) <= 3 and _rewritten(before, run) and _rewritten(run, after)


def _rewritten(one, other):
    """Are there words on both sides between two runs that stay?"""
    return one[0] + one[2] < other[0] and one[1] + one[2] < other[1]


def _matches(old, new):
    """Runs of words that stay. Words that come once on both sides hold the texts together; between them it goes on."""
    parts = [(0, len(old), 0, len(new), 0)]
    while parts:
        a, a_end, b, b_end, depth = parts.pop()
        start = _same_length(old, new, range(a, a_end), range(b, b_end))
        yield a, b, start
        a, b = a + start, b + start
        end = _same_length(old, new, range(a_end - 1, a - 1, -1), range(b_end - 1, b - 1, -1))
        a_end, b_end = a_end - end, b_end - end
        yield a_end, b_end, end
        if (a_end - a) * (b_end - b) <= _PAIRS:
            yield from _longest(old, new, a, a_end, b, b_end)
        elif depth < _DEEP and (anchors := _anchors(old, new, a, a_end, b, b_end)):
            for x, y in [*anchors, (a_end, b_end)]:
                if a < x and b < y:
                    parts.append((a, x, b, y, depth + 1))
                if x < a_end:
                    yield x, y, 1
                a, b = x + 1, y + 1


def _same_length(old, new, places, others):
    length = 0
    for a, b in zip(places, others, strict=False):
        if old[a] != new[b]:
            break
        length += 1
    return length


def _anchors(old, new, a, a_end, b, b_end):
    """(place, place) of words that stand once in both parts, as many as stand in the same order."""
    once = [word for word, count in Counter(old[a:a_end]).items() if count == 1]
    there = Counter(new[b:b_end])
    where = {word: place for place, word in enumerate(new[b:b_end], b) if there[word] == 1}
    here = {word: place for place, word in enumerate(old[a:a_end], a)}
    pairs = [(here[word], where[word]) for word in once if word in where]
    return [pairs[place] for place in _rising([y for _x, y in pairs])]


def _rising(numbers):
    """The places of a longest rising run among different numbers, in order."""
    ends, last, before = [], [], []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(last[length - 1] if length else None)
        if length == len(ends):
            ends.append(number)
            last.append(place)
        else:
            ends[length], last[length] = number, place
    run, place = [], last[-1] if last else None
    while place is not None:
        run.append(place)
        place = before[place]
    return run[::-1]


def _longest(old, new, a, a_end, b, b_end):
    """Single words of a longest common sequence of two small parts."""
    best = [[0] * (b_end - b + 1) for _row in range(a_end - a + 1)]
    for i in range(a_end - a - 1, -1, -1):
        for j in range(b_end - b - 1, -1, -1):
            same = old[a + i] == new[b + j]
            best[i][j] = best[i + 1][j + 1] + 1 if same else max(best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < a_end - a and j < b_end - b:
        if old[a + i] == new[b + j]:
            yield a + i, b + j, 1
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
