from django.apps import AppConfig
from django.db.models.signals import pre_delete
from django.utils.translation import gettext_lazy as _


class ImagesConfig(AppConfig):
    name = "images"
    verbose_name = _("Pictures")

    def ready(self):
        from .models import Image
        from .renditions import forget_files

        pre_delete.connect(forget_files, sender=Image, dispatch_uid="images.forget_files")
