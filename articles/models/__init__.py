"""The nouns and their constraints. Import them from here."""

from .article import Article, Filing, ImageUse, Kind, Listing, RelatedBan, RelatedPick
from .author import Author, Byline
from .editing import EditLock, UnsavedText
from .history import Correction, PreviewLink, Revision, StatusChange
from .redirect import Redirect
from .search import Alias, SearchedWords, SearchEntry, SearchWaiting
from .site import Page, PageImageUse, SiteSettings
from .taxonomy import Category, DifferentTags, SectionGrant, Tag, TaggedArticle

__all__ = [
    "Alias",
    "Article",
    "Author",
    "Byline",
    "Category",
    "Correction",
    "DifferentTags",
    "EditLock",
    "Filing",
    "ImageUse",
    "Kind",
    "Listing",
    "Page",
    "PageImageUse",
    "PreviewLink",
    "Redirect",
    "RelatedBan",
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
