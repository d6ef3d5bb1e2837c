"""The WSGI application. Without NEWSPORTAL_ENV the settings are production's, and strict."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsportal.settings")

application = get_wsgi_application()
