"""Quotation marks in house style: «…», and ‹…› inside.

Arabic is typed with "…", “…” and ”…“ alike, and texts that passed through several systems open and close with the
same mark. The mark therefore says little; where it stands decides.
"""

import re

from arabic.bidi import strong_direction

_MARKS = re.compile('["“”„‟«»‹›]')
_OPENING = frozenset("«‹")
_CLOSING = frozenset("»›")
_PARTNER = {"»": "«", "›": "‹"}
_AFTER_NUMBERS = frozenset('"”')
_BEFORE_OPENING = frozenset("([{-–—/،؛:,.…\u200f\u200e")
_AFTER_CLOSING = frozenset(")]}-–—/،؛؟:,.;!?…\u200f\u200e")
_HOUSE = (("«", "»"), ("‹", "›"))


def house_quotes(text: str) -> str:
    """Plain text (no markup) with its double quotes as «…» and ‹…› by depth.

    Each line is taken for itself. A line whose quotes do not pair is left as it is, and so are quotes between Latin
    words and the inch or second mark after a number.
    """
    return "\n".join(map(_line_in_house_style, text.split("\n")))


def unbalanced_quotes(text: str) -> bool:
    """Whether some line has a double quote or guillemet without its partner."""
    return any(_pairs(line) is None for line in text.split("\n"))


def _line_in_house_style(line: str) -> str:
    pairs = _pairs(line)
    if not pairs:
        return line
    characters = list(line)
    arabic = _arabic_pairs(line, pairs)
    open_ends = []  # where the Arabic pairs around the current one end
    for start, end in sorted(arabic):
        while open_ends and open_ends[-1] < start:
            open_ends.pop()
        characters[start], characters[end] = _HOUSE[len(open_ends) % 2]
        open_ends.append(end)
    return "".join(characters)


def _pairs(line: str) -> list[tuple[int, int]] | None:
    """(opening, closing) positions of the quotes that belong together, or None when some do not."""
    pairs, waiting = [], []
    for match in _MARKS.finditer(line):
        position, mark = match.start(), match[0]
        if not waiting and _follows_a_number(line, position):
            continue
        if _opens(line, position, bool(waiting)):
            waiting.append(position)
        elif waiting and _match(line[waiting[-1]], mark):
            pairs.append((waiting.pop(), position))
        else:
            return None
    return None if waiting else pairs


def _follows_a_number(line: str, position: int) -> bool:
    """27" and 5'30": a mark after a digit that no letter follows and that closes nothing."""
    after = line[position + 1 : position + 2]
    return line[position] in _AFTER_NUMBERS and line[position - 1 : position].isdigit() and not after.isalnum()


def _opens(line: str, position: int, something_is_open: bool) -> bool:
    mark = line[position]
    if mark in _OPENING or mark in _CLOSING:
        return mark in _OPENING
    before, after = line[position - 1 : position], line[position + 1 : position + 2]
    may_open = not before or before.isspace() or before in _BEFORE_OPENING or before in _OPENING
    may_close = not after or after.isspace() or after in _AFTER_CLOSING or after in _CLOSING
    if may_open != may_close:
        return may_open
    return not something_is_open


def _match(opening: str, closing: str) -> bool:
    return _PARTNER.get(closing, "") == opening if closing in _CLOSING else opening not in _OPENING


def _arabic_pairs(line: str, pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pairs that hold an Arabic letter or have one as the nearest letter on either side."""
    arabic_before, nearest_before = [0], [""]
    for character in line:
        direction = strong_direction(character)
        arabic_before.append(arabic_before[-1] + (direction == "R"))
        nearest_before.append(direction or nearest_before[-1])
    nearest_after = [""]
    for character in reversed(line):
        nearest_after.append(strong_direction(character) or nearest_after[-1])
    nearest_after.reverse()
    return [
        (start, end)
        for start, end in pairs
        if arabic_before[end] > arabic_before[start] or nearest_before[start] == "R" or nearest_after[end + 1] == "R"
    ]
