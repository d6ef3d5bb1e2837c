"""Uploaded files, served by the project itself while no web server stands in front (development, the demo, tests)."""

import mimetypes

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404
from django.views.static import serve

# Not every system's table of types knows the picture formats the library makes.
mimetypes.add_type("image/avif", ".avif")
mimetypes.add_type("image/webp", ".webp")


def media(request, path):
    """Send one file of MEDIA_ROOT: 304 when unchanged, 404 for folders and for whatever lies outside.

    The policy makes a page or drawing that slipped in as an upload inert: no script runs in it and it has no origin.
    """
    try:
        response = serve(request, path, document_root=settings.MEDIA_ROOT, show_indexes=False)
    except SuspiciousFileOperation as error:
        raise Http404 from error
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if path.startswith(("pictures/", "renditions/")):  # another file has another name
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
