from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self):
        from . import clock, uses
        from .search import index, report

        uses.register()
        clock.register("search", index.catch_up)
        clock.register("searched words", report.write)
        clock.register("old searched words", report.prune, every=3600)
