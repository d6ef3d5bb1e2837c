"""What a page says of the pictures it shows, so that it can be kept exactly."""

from django.utils import timezone

from pagecache.changes import key_of
from pagecache.rendering import depend, until


def shows(request, *images):
    """The page shows these pictures (None is none), and none of them after its rights have ended."""
    for image in filter(None, images):
        depend(request, key_of(image))
        until(request, image.rights_end(), after=timezone.now(), gone=True)
