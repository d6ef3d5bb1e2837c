"""What this installation's pages are made of, as one short name: other code makes other pages."""

import hashlib

from django.conf import settings

SUFFIXES = {".py", ".html", ".mo", ".json"}
FOLDERS = ("accounts", "arabic", "articles", "desk", "images", "newsportal", "pagecache", "templates", "locale")
SETTINGS = ("SITE_URL", "MEDIA_URL", "STATIC_URL", "LANGUAGES", "SECURE_CSP", "TIME_ZONE")


def fingerprint():
    """A digest of code, templates, words, names of static files, and the settings that show on pages.

    It reads contents, not times, so that all machines of one release agree.
    """
    digest = hashlib.blake2b(digest_size=8)
    files = [path for folder in FOLDERS for path in (settings.BASE_DIR / folder).rglob("*") if path.suffix in SUFFIXES]
    files.append(settings.STATIC_ROOT / "staticfiles.json")
    for path in sorted(files):
        if path.is_file():
            digest.update(path.read_bytes())
    digest.update(repr([getattr(settings, name) for name in SETTINGS]).encode())
    return digest.hexdigest()
