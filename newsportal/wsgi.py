"""The WSGI application: kept pages outermost. Without NEWSPORTAL_ENV the settings are production's, and strict."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsportal.settings")

application = get_wsgi_application()

# After Django is set up, which the rest needs.
from django.conf import settings  # noqa: E402

if settings.PAGECACHE:
    from newsportal.kept import keeping

    application = keeping(application)
