"""Where a picture is used. What uses pictures stands on the floors above, and says so by registering here."""

from typing import NamedTuple


class Use(NamedTuple):
    what: str  # of which kind it is, in words
    name: str
    address: str = ""  # in the newsroom; empty for who may not go there
    state: str = ""


class Found(NamedTuple):
    count: int
    named: list  # the first `Use`s the user may know of

    @property
    def unnamed(self):
        return self.count - len(self.named)


_finders = []


def register(find):
    """`find(image, user, most)` returns (the number of all uses of a kind, the first `Use`s the user may know of)."""
    if find not in _finders:
        _finders.append(find)


def uses_of(image, user, most=20):
    """All uses of the picture; named are, of each kind, the first that `user` may know of."""
    found = [find(image, user, most) for find in _finders]
    return Found(sum(count for count, _named in found), [use for _count, named in found for use in named])
