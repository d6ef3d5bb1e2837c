"""Tags and authors that are likely one: offered where one is picked, and tags in a report.

By their stems (the article, the number and the order of words make no difference), by one slip of a letter, or because
the newsroom keeps them as spellings of one name.
"""

from array import array
from collections import defaultdict
from itertools import combinations, groupby, islice

from django.db.models import Count, Q

from arabic.fold import fold, tag_key
from arabic.likeness import SHORTEST, likeness, one_apart, one_letter_away, shortened, squeezed

from .models import Alias, DifferentTags, Tag, TaggedArticle
from .search.names import lines

LONGEST = 60  # letters of a name whose slips are looked for
MOST = 50  # that are compared with each other for one reason; the others follow when these are settled
_PLACE_BITS = 24
_HASHES = 1 << 40


def near(model, name):
    """The condition on rows of `model`, tags or authors, whose names are likely this one."""
    known = likeness(name)
    if not known:
        return Q(pk=None)
    slips = one_letter_away(known) if SHORTEST <= len(known) <= LONGEST else set()
    found = Q(likeness__in={known, *slips, *map(likeness, _other_spellings(name))})
    key = tag_key(name)
    return found | Q(key__in=one_letter_away(key)) if model is Tag and SHORTEST <= len(key) <= LONGEST else found


def _other_spellings(name):
    wanted = fold(name)
    rows = Alias.objects.filter(is_used=True, folded__contains=wanted).values_list("spellings", flat=True)
    return {other for text in rows[:MOST] if wanted in map(fold, lines(text)) for other in lines(text)}


def groups():
    """[[tag, …], …] of tags that are likely one, each with its number of articles as `uses`; the most used come first.

    Not of those somebody said are not the same. One pass over all tags, whose cost grows as their number does.
    """
    rows = list(Tag.objects.order_by("pk").values_list("pk", "name", "likeness"))
    apart = set(DifferentTags.objects.values_list("one", "other"))
    group = {}
    for one, other in _pairs(rows):
        if (one, other) not in apart:
            group[_first(group, other)] = _first(group, one)
    found = defaultdict(list)
    for pk in sorted({*group, *group.values()}):
        found[_first(group, pk)].append(pk)
    ids = [pk for each in found.values() for pk in each]
    uses = dict(TaggedArticle.objects.filter(tag__in=ids).values_list("tag").annotate(Count("pk")).order_by())
    tags = Tag.objects.in_bulk(ids)
    for tag in tags.values():
        tag.uses = uses.get(tag.pk, 0)
    found = [sorted((tags[pk] for pk in each), key=lambda tag: -tag.uses) for each in found.values() if len(each) > 1]
    return sorted(found, key=lambda each: -sum(tag.uses for tag in each))


def _first(group, pk):
    """The tag that stands for the group this one is in."""
    while (above := group.get(pk, pk)) != pk:
        pk = above
    return pk


def _pairs(rows):
    """Pairs of ids, the lower first, for every reason there is."""
    by_stems, by_letters = defaultdict(list), defaultdict(list)
    names = [squeezed(name) for _pk, name, _likeness in rows]
    for (pk, _name, known), letters in zip(rows, names, strict=True):
        if known:
            by_stems[known].append(pk)
        by_letters[letters].append(pk)
    for same in by_stems.values():
        yield from combinations(same[:MOST], 2)
    for text in Alias.objects.filter(is_used=True).values_list("spellings", flat=True):
        spelled = {pk for spelling in lines(text) for pk in by_letters.get(squeezed(spelling), ())}
        yield from combinations(sorted(spelled)[:MOST], 2)
    for one, other in _slips(names):
        yield rows[one][0], rows[other][0]


def _slips(names):
    """Pairs of places of names that are one slip apart: among those alone that share a shortened name."""
    codes = array(
        "Q",
        (
            (hash(short) % _HASHES) << _PLACE_BITS | place
            for place, name in enumerate(names)
            if len(name) >= SHORTEST
            for short in {name, *shortened(name)}
        ),
    )
    for _code, same in groupby(sorted(codes), key=lambda code: code >> _PLACE_BITS):
        places = [code & ((1 << _PLACE_BITS) - 1) for code in islice(same, MOST)]
        yield from (pair for pair in combinations(places, 2) if one_apart(*(names[place] for place in pair)))
