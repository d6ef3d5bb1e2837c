"""Where the newsroom's pages are."""

from django.urls import reverse


def address(noun, page, *args):
    return reverse(f"admin:{noun._meta.app_label}_{noun._meta.model_name}_{page}", args=args)
