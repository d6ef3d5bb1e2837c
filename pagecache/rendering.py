"""What views say while they make a page that may be kept: on what it depends, and until when it is right."""

import re
from functools import wraps

ENVIRON = "pagecache.rendering"  # where a request carries its Rendering


class Rendering:
    """What is known of a page when it is made. Moments are seconds since 1970."""

    def __init__(self):
        self.may_be_kept = False
        self.keys = set()
        self.until = self.gone_at = float("inf")


def kept(**query):
    """Decorate a view whose pages are the same for everybody, and so may be kept.

    `query` names the query keys the view reads, each with the pattern of its values: `kept(page="[2-9]")`. All other
    keys are taken off before the view is asked; with a value that does not fit, the answer is not kept. The view gets
    no cookie and no header but Host, and nothing of its request but the path and these keys.
    """
    patterns = {name: re.compile(pattern) for name, pattern in query.items()}

    def decorate(view):
        @wraps(view)
        def keeping(request, *arguments, **options):
            if rendering := request.META.get(ENVIRON):
                rendering.may_be_kept = True
            return view(request, *arguments, **options)

        keeping.kept = patterns
        return keeping

    return decorate


def depend(request, *keys):
    """Say that the page shows what these keys stand for: a change of one of them makes it anew."""
    if rendering := request.META.get(ENVIRON):
        rendering.keys.update(keys)


def until(request, *moments, after=None, gone=False):
    """Say that the page is right until the first of these moments and is then made anew.

    None is no moment, nor is one that is not `after` the given one. With `gone` it shows something that readers may not
    see after it, not even while the page cannot be made anew.
    """
    rendering = request.META.get(ENVIRON)
    if rendering is None:
        return
    for moment in moments:
        if moment is None or (after and moment <= after):
            continue
        rendering.until = min(rendering.until, moment.timestamp())
        if gone:
            rendering.gone_at = min(rendering.gone_at, moment.timestamp())
