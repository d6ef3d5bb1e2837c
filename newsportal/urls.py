"""Every address of the site, from the top; readers' own are in ``articles.reader.urls``."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from newsportal import health
from newsportal.media import media

handler400 = "newsportal.errors.bad_request"
handler403 = "newsportal.errors.forbidden"
handler404 = "articles.reader.errors.not_found"
handler500 = "newsportal.errors.server_error"

urlpatterns = [
    path(settings.ADMIN_PATH, include("accounts.urls")),
    path(settings.ADMIN_PATH, admin.site.urls),
    path(settings.ADMIN_PATH.rstrip("/"), RedirectView.as_view(pattern_name="admin:index")),
    path("healthz/live", health.live, name="live"),
    path("healthz/ready", health.ready, name="ready"),
]

if settings.SERVE_MEDIA:
    urlpatterns.append(path("media/<path:path>", media, name="media"))

urlpatterns.append(path("", include("articles.reader.machine_urls")))
urlpatterns += i18n_patterns(path("", include("articles.reader.urls")), prefix_default_language=False)
