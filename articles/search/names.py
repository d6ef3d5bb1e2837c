"""Names with several spellings, as the newsroom keeps them; a change is heard at the next search, in every process."""

from pathlib import Path
from threading import Lock

from django.db.models import Count, Max

import arabic
from arabic.aliases import Aliases

from ..models import Alias

MOST_WORDS = 6  # of one spelling

_lock = Lock()
_known = (None, Aliases([]))


def aliases():
    """The names in use, ready to be found."""
    global _known
    state = Alias.objects.aggregate(Max("changed_at"), Count("pk"))
    with _lock:
        if _known[0] != state:
            rows = Alias.objects.filter(is_used=True).values_list("spellings", flat=True)
            _known = state, Aliases(lines(text) for text in rows)
        return _known[1]


def lines(text):
    return [line.strip() for line in text.split("\n") if line.strip()]


def load(model=Alias):
    """Bring the names we ship into the table; what the newsroom changed or switched off stays. Returns how many came.

    A name the newsroom wrote itself is not looked at.
    """
    here = {alias.shipped_as: alias for alias in model.objects.filter(shipped_as__isnull=False)}
    written = 0
    for row in _shipped():
        alias = here.get(row[0]) or model(shipped_as=row[0])
        spellings = "\n".join(row)
        if alias.pk and (alias.is_edited or alias.spellings == spellings):
            continue
        alias.spellings = spellings
        alias.save()
        written += 1
    return written


def _shipped():
    path = Path(arabic.__file__).parent / "data" / "aliases.tsv"
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
