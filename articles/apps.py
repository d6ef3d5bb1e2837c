from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self):
        from desk import spellings

        from . import clock, uses
        from .search import index, names, report

        spellings.aliases = names.aliases

        uses.register()
        clock.register("search", index.catch_up)
        clock.register("searched words", report.write)
        clock.register("old searched words", report.prune, every=3600)
