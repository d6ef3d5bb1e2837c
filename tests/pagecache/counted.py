"""The site as gunicorn serves it, writing down every page that Django makes: `MADE` names the file."""

import os
import time

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsportal.settings")
_django = get_wsgi_application()

from newsportal.kept import keeping  # noqa: E402


def _counted(environ, start_response):
    with open(os.environ["MADE"], "a", encoding="utf-8") as log:
        log.write(f"{os.getpid()} {environ['RAW_URI']}\n")
    time.sleep(float(os.environ.get("MADE_SLOWLY", "0")))
    return _django(environ, start_response)


application = keeping(_counted)
