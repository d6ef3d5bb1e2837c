"""An article as the index holds it: tokens with their positions, and the folded words it is ranked by.

Two kinds of tokens stand apart: `=غزه` is a word in this spelling, `غزه` a stem. `^` before either says that it stands
in the headline, `@` that it is no word at all: `@s12` a section, `@knews` a kind, `@a5` an author.
"""

import hashlib
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import arabic
from arabic.search import analyse

from .. import body
from ..models import Author, Tag

HEADLINE = "^"
# A tsvector holds a megabyte and positions up to 16383; what an article says behind this many words it has said before.
MOST_WORDS = 12_000
MOST_BYTES = 700_000
STEMS = 2  # of a word, that phrases are made of; hardly any word has more


class Document(NamedTuple):
    """`words` are (position, spelling, stems) of all of an article, `headline` those of its headline; parts that are
    not of one sentence have a position between them. `facets` are tokens without a place. `head`: see `SearchEntry`.
    """

    words: list
    headline: list
    facets: list
    head: str


def document(article, language, *, tags, authors, sections):
    """The article in one language; `tags` and `authors` are things, `sections` the ids of the lists it stands in."""
    groups = [
        [getattr(article, f"headline_{language}")],
        [getattr(article, f"kicker_{language}"), getattr(article, f"standfirst_{language}")],
        [*(_name(thing, language) for thing in (*tags, *authors)), getattr(article, f"place_{language}")],
        [body.plain_text(getattr(article, f"body_{language}"))],
    ]
    words, head, position, size = [], [], 1, 0
    headline = ()
    for number, texts in enumerate(groups):
        spelled = []
        for text in texts:
            for token in analyse(text or "", language):
                size += 2 * len(token.exact.encode()) + sum(len(stem.encode()) for stem in token.stems) + 20
                if len(words) >= MOST_WORDS or size > MOST_BYTES:
                    break
                words.append((position, token.exact, token.stems))
                spelled.append(token.exact)
                position += 1
            position += 1
        if number == 0:
            headline = tuple(words)
        head.append(" ".join(spelled))
    facets = [section_token(pk) for pk in sections] + [kind_token(article.kind)]
    facets += [author_token(author.pk) for author in authors]
    return Document(words, headline, facets, "\n".join(head[:3]))


def _name(thing, language):
    """The name readers of the language see; a tag or an author without one shows another language's."""
    if isinstance(thing, Tag):
        return getattr(thing, f"label_{language}") or thing.label or thing.name
    return getattr(thing, f"name_{language}") or thing.name if isinstance(thing, Author) else ""


def section_token(pk):
    return f"@s{pk}"


def kind_token(kind):
    return f"@k{kind}"


def author_token(pk):
    return f"@a{pk}"


@cache
def version():
    """Of which analyser the tokens are: another one when its rules, its lists or this module change."""
    folder = Path(arabic.__file__).parent
    files = [folder / f"{name}.py" for name in ("fold", "digits", "tokens", "lexicon", "stems", "search")]
    files += [*sorted((folder / "data").glob("*")), Path(__file__)]
    return hashlib.blake2b(b"\0".join(path.read_bytes() for path in files), digest_size=8).hexdigest()


@lru_cache(maxsize=1 << 15)
def tokens_of(spelling, language):
    """The tokens of one word that is folded already."""
    return frozenset([f"={spelling}", *(stem for token in analyse(spelling, language) for stem in token.stems)])
