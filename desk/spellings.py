"""Other forms and names of what is typed into a list or a picker: «المعلمين» finds «معلم», «جوجل» finds «غوغل».

Rows keep no stems. So a word is spread to the words of its family, as `arabic` knows them, and to what is left of it
without article and ending; a name to its other spellings. They are looked for at the beginning of a word, behind an
article or not, before no more than a short ending.
"""

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from arabic.aliases import shipped
from arabic.lexicon import lexicon
from arabic.search import analyse

LEAST, MOST = 3, 12  # letters of a word that is spread, and forms it is spread to
# The names with several spellings; whoever keeps such a list puts its own function here.
aliases = shipped

_BARE = re.compile("(?:وال|بال|لل|ال)?(.{3,}?)(?:ات|ون|ين|ان|يه|ه|ي)?")


class Group(NamedTuple):
    """Some words of what is typed, each (word, pattern of its other forms or ""), and a pattern of the other spellings
    of the name they are, or "".
    """

    words: list
    names: str = ""


def groups(words):
    """The folded words one by one, or together where they are a name."""
    pieces = [analyse(word) for word in words]
    if any(len(piece) != 1 for piece in pieces):  # «كوفيد-19», or signs alone
        return [Group([(word, "")]) for word in words]
    tokens = [token for (token,) in pieces]
    spread = [(word, _pattern([(form,) for form in _forms(token)])) for word, token in zip(words, tokens, strict=True)]
    found, done = [], 0
    for named in aliases().find(tokens):
        found += [Group([each]) for each in spread[done : named.start]]
        found.append(Group(spread[named.start : named.end], _pattern(named.alias.spellings)))
        done = named.end
    return found + [Group([each]) for each in spread[done:]]


def _forms(token):
    if len(token.exact) < LEAST or token.stop or token.exact.isdecimal():
        return []
    bare = _BARE.fullmatch(token.exact)
    bare = bare and bare[1]
    forms = [form for stem in token.stems for form in (stem.rstrip("23456789"), *_families().get(stem, ()))]
    if bare and not set(analyse(bare)[0].stems).isdisjoint(token.stems):  # «لبنان» is no form of «لبن»
        forms.insert(0, bare)
    return [form for form in dict.fromkeys(forms) if len(form) >= LEAST][:MOST]


def _pattern(spellings):
    """A regular expression, of PostgreSQL and Python alike, for folded text that has one of these words in a row."""
    spelled = (r"\S{0,2}\s+(ال)?".join(map(re.escape, words)) for words in spellings)
    choices = "|".join(spelled)
    return rf"(^|\s)(ال|وال|بال|لل)?({choices})\S{{0,2}}(\s|$)" if choices else ""


@cache
def _families():
    """{family: its words}, the shortest first."""
    found = defaultdict(list)
    for word, families in sorted(lexicon().words.items(), key=lambda row: len(row[0])):
        for family in families:
            found[family].append(word)
    return found
