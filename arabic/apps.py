from django.apps import AppConfig


class ArabicConfig(AppConfig):
    """Makes the template tag library ``arabic`` known; there are no models."""

    name = "arabic"
