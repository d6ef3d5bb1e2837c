"""The newsroom's forms and lists. They ask the same verbs as every other door."""

from django.contrib import admin
from taggit.models import Tag as TaggitTag

from . import article, catalogue, front, search

__all__ = ["article", "catalogue", "front", "search"]

# The library registers a tag of its own, which this site does not use.
admin.site.unregister(TaggitTag)
