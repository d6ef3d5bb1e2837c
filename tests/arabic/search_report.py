"""How well the search joins and parts words: `python -m tests.arabic.search_report` prints tables.

The pairs are split by a hash into a half we look at while working on the rules and a half that is only scored.
`--failures` names what fails in the first half, never in the second.
"""

import hashlib
import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from arabic import stems
from arabic.aliases import shipped
from arabic.fold import fold
from arabic.lexicon import Lexicon
from arabic.search import analyse, parse

DATA = Path(__file__).parent / "data"
CATEGORIES = ["orthography", "clitics", "number", "broken", "nisba", "verbs", "names"]
HALVES = ["seen", "unseen"]


class Pair(NamedTuple):
    same: bool
    category: str
    text: str
    query: str

    @property
    def half(self):
        return HALVES[hashlib.sha256(f"{self.text}\t{self.query}".encode()).digest()[0] % 2]


def pairs():
    for line in (DATA / "pairs.tsv").read_text(encoding="utf-8").splitlines():
        kind, category, text, query = line.split("\t")
        yield Pair(kind == "same", category, text, query)


def listed(name):
    """The (text, query) pairs of a list in which all belong together."""
    return [line.split("\t") for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


# --- What an index would answer ---------------------------------------------------------------------------------------


def follow(phrase, tokens, same):
    """Whether the words of a phrase stand one behind the other among the tokens."""
    size = len(phrase)
    return any(all(map(same, phrase, tokens[at : at + size])) for at in range(len(tokens) - size + 1))


def alike(one, other):
    return one.exact == other.exact or not set(one.stems).isdisjoint(other.stems)


def has_stem(stem, token):
    return stem in token.stems


def spelled_alike(one, other):
    return one.exact == other.exact


def answers(text, query, language="ar"):
    """Whether the analyser finds the text for the query, with the names we ship."""
    tokens, clauses = analyse(text, language), parse(query, language)
    asked = [token for clause in clauses for token in clause.tokens]
    named = {}
    for found in shipped().find(asked):
        named.update(dict.fromkeys(range(found.start, found.end), found.alias))
    for clause in clauses:
        there = follow(clause.tokens, tokens, spelled_alike if clause.exact else alike)
        aliases = {named.get(token.position) for token in clause.tokens}
        if not clause.exact and len(aliases) == 1 and (alias := aliases.pop()):
            there = there or any(follow(spelling, tokens, has_stem) for spelling in alias.spellings)
        if there == clause.excluded:
            return False
    return bool(clauses)


# --- The line to beat: light-v2, without protected words --------------------------------------------------------------

PREFIXES = ["وبال", "وكال", "ولل", "وال", "بال", "كال", "فال", "لل", "ال"]
SUFFIXES = [
    "تهما",
    "تهم",
    "تها",
    "هما",
    "هم",
    "ها",
    "تان",
    "تين",
    "ات",
    "ون",
    "ين",
    "ان",
    "يه",
    "تي",
    "ته",
    "ه",
    "ي",
    "ا",
]


def light(word):
    for prefix in PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            word = word[len(prefix) :]
            break
    else:
        if word[0] == "و" and len(word) >= 5 or word[0] in "لبف" and word[1:2] == "ا" and len(word) >= 6:
            word = word[1:]
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


def baseline(text, query):
    found = {light(word) for word in re.findall(r"[^\W_]+", fold(text))}
    return all(light(word) in found for word in re.findall(r"[^\W_]+", fold(query)))


@contextmanager
def without_lists():
    """What the rules do alone, for words that no list knows."""
    caches = (stems.stems, stems._past_tenses, shipped)
    with mock.patch.object(stems, "lexicon", lambda: Lexicon({}, {})):
        [cached.cache_clear() for cached in caches]
        yield
    [cached.cache_clear() for cached in caches]


# --- The report -------------------------------------------------------------------------------------------------------


class Score(NamedTuple):
    hits: int
    positives: int
    false: int
    negatives: int

    @property
    def recall(self):
        return self.hits / self.positives if self.positives else 1.0

    @property
    def precision(self):
        return self.hits / (self.hits + self.false) if self.hits + self.false else 1.0


def score(finds, chosen):
    chosen = list(chosen)
    found = [pair for pair in chosen if finds(pair.text, pair.query)]
    return Score(
        sum(pair.same for pair in found),
        sum(pair.same for pair in chosen),
        sum(not pair.same for pair in found),
        sum(not pair.same for pair in chosen),
    )


def scores(category, chosen):
    """Ours, ours without the lists, and the line to beat."""
    those = [pair for pair in chosen if category in (pair.category, "all")]
    with without_lists():
        alone = score(answers, those)
    return score(answers, those), alone, score(baseline, those)


def table(half):
    chosen = [pair for pair in pairs() if pair.half == half]
    systems = ("ours", "rules alone", "light-v2")
    yield f"| kind | {' | '.join(f'{name}: recall | false | precision' for name in systems)} |"
    yield f"|{' --- |' * (3 * len(systems) + 1)}"
    for category in [*CATEGORIES, "all"]:
        cells = [
            f"{s.hits}/{s.positives} = {s.recall:.2f} | {s.false}/{s.negatives} | {s.precision:.2f}"
            for s in scores(category, chosen)
        ]
        yield f"| {category} | {' | '.join(cells)} |"


def main():
    if "--failures" in sys.argv:
        for pair in pairs():
            if pair.half == "seen" and answers(pair.text, pair.query) != pair.same:
                print("missed" if pair.same else "false", pair.category, pair.text, pair.query, sep="\t")
        return
    for half in HALVES:
        print(f"\n{half}\n", *table(half), sep="\n")
    for name in ("everyday.tsv", "sampled.tsv"):
        found = [sum(finds(*pair) for pair in listed(name)) for finds in (answers, baseline)]
        print(f"\n{name}: {found[0]} of {len(listed(name))}, light-v2 {found[1]}")


if __name__ == "__main__":
    main()
