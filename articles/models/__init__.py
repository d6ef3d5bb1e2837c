"""The nouns and their constraints. Import them from here."""

from .article import Article, Filing, ImageUse, Kind, Listing, RelatedPick
from .author import Author, Byline
from .editing import EditLock, UnsavedText
from .history import Correction, Revision, StatusChange
from .redirect import Redirect
from .search import Alias, SearchedWords, SearchEntry, SearchWaiting
from .site import Page, SiteSettings
from .taxonomy import Category, SectionGrant, Tag, TaggedArticle

__all__ = [
    "Alias",
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
    "SearchEntry",
    "SearchWaiting",
    "SearchedWords",
    "SectionGrant",
    "SiteSettings",
    "StatusChange",
    "Tag",
    "TaggedArticle",
    "UnsavedText",
]
