"""The families of words that no rule joins: broken plurals, irregular adjectives, verbs, names of places.

Five lists in ``data/``, in plain Arabic spelling, made for this newsroom and meant to be read and extended:

- ``families.txt`` a word and its broken plurals («دولة دول»), or adjectives of another shape («سنة سنوي»)
- ``places.txt``   a place, its adjective, and the plural of its people («مغرب مغربي مغاربة»)
- ``verbs.txt``    past, present and noun of the action («قال يقول قول»)
- ``stop.txt``     words that only join others («من», «قبل»)
- ``known.txt``    words that are whole although they look as if they carried a clitic or an ending («بطاقة», «ميدان»)

A word of two families («عقد» is a contract and the plural of «عقدة») belongs to both.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from arabic.fold import fold

_DATA = Path(__file__).parent / "data"


class Lexicon(NamedTuple):
    """Folded form → names of its families.

    A family's name is its folded first word, with a number when another has it. ``verbs`` holds the plain past and
    present tenses that are also other words («طالب»: «he demanded», and a student).
    """

    words: dict[str, tuple[str, ...]]
    verbs: dict[str, tuple[str, ...]]


@cache
def lexicon() -> Lexicon:
    """All lists as one. Where they disagree, small words win over nouns, and nouns over the forms of verbs."""
    nouns: dict[str, tuple[str, ...]] = {}
    named: dict[str, int] = {}
    for first, *others in (*rows("families.txt"), *rows("places.txt")):
        named[first] = named.get(first, 0) + 1
        family = first if named[first] == 1 else f"{first}{named[first]}"
        for word in (first, *others):
            _join(nouns, word, family)
    verbs: dict[str, tuple[str, ...]] = {}
    inflected: dict[str, tuple[str, ...]] = {}
    for past, present, action in rows("verbs.txt"):
        found = nouns.setdefault(action, (action,))
        family = action if action in found else found[0]
        for word in (past, present):
            _join(verbs, word, family)
        for word in conjugated(past, present):
            _join(inflected, word, family)
    whole = {word: (word,) for words in rows("known.txt") for word in words}
    whole |= {word: (word,) for word in names()}
    stop = {word: (word,) for words in rows("stop.txt") for word in words}
    words = {**inflected, **whole, **verbs, **nouns, **stop}
    return Lexicon(words, {word: found for word, found in verbs.items() if words[word] != found and word not in stop})


def _join(known: dict[str, tuple[str, ...]], word: str, family: str) -> None:
    if family not in known.get(word, ()):
        known[word] = (*known.get(word, ()), family)


def rows(name: str) -> Iterator[list[str]]:
    """The folded words of every line that is no comment."""
    for line in (_DATA / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield fold(line).split()


def names() -> Iterator[str]:
    """The one-word Arabic spellings among the names we ship, without the article: «ناتو» is no form of «أتى»."""
    for line in (_DATA / "aliases.tsv").read_text(encoding="utf-8").splitlines():
        for spelling in line.split("\t"):
            if " " not in spelling and not spelling.isascii():
                yield fold(spelling.removeprefix("ال"))


def conjugated(past: str, present: str) -> Iterator[str]:
    """The third persons of a verb, as the news has them, and «we»: «زار زارت زاروا … يزور تزور يزورون …».

    A weak last letter («دعا», «يلتقي») leaves before the ending: «دعت», «يلتقون».
    """
    stem = past[:-1] if past[-1] in "اي" else past
    yield from (stem + ending for ending in ("ت", "تا", "وا"))
    if stem != past:
        yield past + "ت"  # «بدأت»: the alef was a hamza
    root = present[1:]
    stem = root[:-1] if root[-1] in "وي" else root
    for person in "يتن":
        if person == "ن" and len(root) < 3:
            continue  # «نقل» is a word, and hardly ever «we say less»
        yield person + root
        if stem != root:
            yield person + stem  # «لم يدع»
    for person in "يت":
        yield from (person + stem + ending for ending in ("ون", "وا"))
        yield from (person + root + ending for ending in ("ان", "ن"))
