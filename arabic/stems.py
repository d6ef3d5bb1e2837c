"""What a search takes for the same word behind its clitics and endings.

An Arabic word carries its conjunction, preposition, article and pronoun («وبحكومتهم»: and-by-government-their), and
half its plurals change the word within («دول» of «دولة»). ``stems`` first looks for a family it knows
(``arabic.lexicon``) behind as few letters as possible; only a word without a family is cut by rules, which are careful:
three letters stay. The rules follow school grammar:

- and/then و ف, then in/as/for ب ك ل, then the article ال (ل+ال is written لل), or س before a present tense;
- pronouns ه ها هم هن هما ك كم كما نا ي at the end, before which ة is written ت;
- number and gender ة ان ين ون ات, accusative ا, the adjective's ي (ية يون يين يات), plural وا of verbs;
- nouns of action and present tenses of the derived verbs follow from the past: انفعال, ينفعل → انفعل (VII); افتعال,
  يفتعل → افتعل (VIII); استفعال, يستفعل → استفعل (X); يتفعل, يتفاعل → تفعل, تفاعل (V, VI).

A word that begins like a clitic and is not known («بدمج») is two words: itself, and what is left («دمج»). So ``stems``
gives one stem for most words and a few for some; two words match when they share one.
"""

from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter

from Stemmer import Stemmer

from arabic.lexicon import lexicon

_ARTICLES = ("وبال", "وكال", "فبال", "فكال", "وال", "فال", "بال", "كال", "ولل", "فلل", "ال", "لل")
_PARTICLES = ("وب", "ول", "وك", "فب", "فل", "وس", "فس", "و", "ف", "ب", "ك", "ل", "س")
_PREFIXES = ("", *_ARTICLES, *_PARTICLES)

_PRONOUNS = ["ه", "ها", "هم", "هن", "هما", "ك", "كم", "كما", "نا", "ي"]
_ENDINGS = ["ه", "ا", "ان", "ين", "ون", "ات", "تان", "تين", "وا", "و"]
_ENDINGS += ["ي", "يه", "يا", "يون", "يين", "يات", "يان", "يتان", "يتين"]
_CARRIED = tuple(
    ending + pronoun
    for ending, pronouns in (
        ("ات", "ه ها هم هما نا كم ي"),
        ("يات", "ه ها هم هما نا كم"),
        ("يت", "ه ها هم هما نا كم"),
        ("ي", "ها هم هما نا"),
        ("و", "ه ها هم هما نا"),
    )
    for pronoun in pronouns.split()
)
_SUFFIXES = tuple(dict.fromkeys((*_PRONOUNS, *_ENDINGS, *_CARRIED)))
# «حكومات», «حكومي» and «حكوميون» come from «حكومة».
_HIDES_TEH = frozenset(suffix for suffix in _SUFFIXES if suffix[0] in "اي" and suffix != "ا")
# Endings that a rule may cut from a word without a family; the longest first.
_TEH_PRONOUNS = {"ت" + pronoun for pronoun in _PRONOUNS if pronoun != "ك"}
_CUT = sorted({*_SUFFIXES, *_TEH_PRONOUNS} - {"ك", "هن", "كما"}, key=lambda suffix: (-len(suffix), suffix))
_CUT_WITH_CARE = {"ا", "و", "نا", "كم", "ته"}  # four letters stay: «تسلا», «تراكم», «مميتة»


@lru_cache(maxsize=1 << 14)  # six megabytes at most
def stems(word: str) -> tuple[str, ...]:
    """The stems of a folded Arabic word, the likeliest first."""
    return _family(word) or _by_rule(word)


@lru_cache(maxsize=1 << 12)
def english(word: str) -> str:
    """The stem of a small-letter English word by Porter's second algorithm."""
    # A new one each time: a stemmer keeps its word in itself, and threads share modules.
    return Stemmer("english").stemWord(word)


def _family(word: str) -> tuple[str, ...]:
    """The families of a word behind as few letters as possible, or none."""
    known, verbs = lexicon()
    if found := known.get(word):
        # «السنة» is «the year», and once in a while «tongues».
        others = known.get(word[2:], ()) if word.startswith("ال") else verbs.get(word, ())
        return tuple(dict.fromkeys((*found, *others)))
    candidates = []
    for prefix in _PREFIXES:
        rest = word[len(prefix) :]
        if not word.startswith(prefix) or len(rest) < (2 if prefix in _ARTICLES else 3):
            continue
        candidates.append((len(prefix), rest, ""))
        for suffix in _SUFFIXES:
            if rest.endswith(suffix) and len(rest) - len(suffix) >= 3:
                # «كتابها» is «her book»: after ه an alef is hardly ever an accusative.
                size = 3 if suffix == "ا" and rest[-2] == "ه" else len(suffix)
                candidates.append((len(prefix) + size, rest[: -len(suffix)], suffix))
        if rest[-1] == "ا" and len(rest) >= 4:
            candidates.append((len(prefix) + 1, rest + "ء", ""))  # «وزرا», as «وزراء» is often typed
    candidates.sort()
    for _size, same_size in groupby(candidates, key=itemgetter(0)):
        found = [family for _, rest, suffix in same_size for family in _known_behind(rest, suffix, known)]
        if found:
            others = verbs.get(word[1:], ()) if word[0] in "وف" else ()
            return tuple(dict.fromkeys((*found, *others)))
    return ()


def _known_behind(rest: str, suffix: str, known: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    if suffix.startswith("ات") and (found := known.get(rest + "ه")):
        return found  # «جامعات» is of «جامعة», not of «جامع»
    found = known.get(rest, ())
    if not found and suffix in _HIDES_TEH:
        found = known.get(rest + "ه", ())
    if suffix and rest[-1] == "ت":
        found += known.get(rest[:-1] + "ه", ())
    return found


def _by_rule(word: str) -> tuple[str, ...]:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 2:
            return _cut(word[len(article) :])
    whole = _cut(word)
    if len(word) >= 5 and word[0] == "و":
        return stems(word[1:])
    if (len(word) >= 4 and word[0] in "وفبكل") or (len(word) >= 5 and word[0] == "س" and word[1] in "يتن"):
        return tuple(dict.fromkeys((*whole, *stems(word[1:]))))[:4]
    return whole


def _cut(word: str) -> tuple[str, ...]:
    """Without its ending; a derived verb as its past tense, or as the family of its noun of action."""
    past = _as_past(word)
    if past not in lexicon().words:
        past = _as_past(_without_ending(past))
    return lexicon().words.get(past) or _past_tenses().get(past, (past,))


@cache
def _past_tenses() -> dict[str, tuple[str, ...]]:
    """«اجتمع» → the family of «اجتماع»."""
    return {past: family for word, family in lexicon().words.items() if (past := _as_past(word)) != word}


def _without_ending(word: str) -> str:
    for suffix in _CUT:
        if word.endswith(suffix) and len(word) - len(suffix) >= (4 if suffix in _CUT_WITH_CARE else 3):
            return word[: -len(suffix)]
    if word[-1:] == "ت" and len(word) >= 5 and word[0] in "ات":
        return word[:-1]
    return word


def _as_past(word: str) -> str:
    """«انتخاب», «ينتخب», «تنتخب» → «انتخب»; other words as they are."""
    size = len(word)
    if size < 5:
        return word
    tenth = word[1:3] == "ست"
    if word[0] in "يتن":
        sound = size == 5 and word[3] not in "اوي" and word[4] not in "اويه"
        eighth = sound and word[2] == "ت"
        seventh = sound and word[:2] == "ين" and word[2] not in "اوي"
        if eighth or seventh or (tenth and size >= 6):
            return "ا" + word[1:]
        if word[:2] in ("يت", "تت") and not word.endswith("ون"):
            return word[1:]
    action = word[0] == "ا" and word[-2] == "ا" and word[-1] not in "تن"
    if action and (size, True) in ((5, word[1] == "ت"), (6, word[2] == "ت" or word[1] == "ن"), (7, tenth)):
        return word[:-2] + word[-1]
    return word
