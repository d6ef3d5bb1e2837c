"""The nouns and their constraints. Import them from here."""

from .article import Article, Filing, ImageUse, Kind, Listing, RelatedPick
from .author import Author, Byline
from .editing import EditLock, UnsavedText
from .history import Correction, Revision, StatusChange
from .redirect import Redirect
from .site import Page, SiteSettings
from .taxonomy import Category, SectionGrant, Tag, TaggedArticle

__all__ = [
    "Article",
    "Author",
    "Byline",
    "Category",
    "Correction",
    "EditLock",
    "Filing",
    "ImageUse",
    "Kind",
    "Listing",
    "Page",
    "Redirect",
    "RelatedPick",
    "Revision",
    "SectionGrant",
    "SiteSettings",
    "StatusChange",
    "Tag",
    "TaggedArticle",
    "UnsavedText",
]
