"""Which fields exist in every language of the site."""

from modeltranslation.translator import TranslationOptions, register

from .models import Article, Author, Byline, Category, Correction, Page, SiteSettings, Tag, TaggedArticle


@register(Article)
class ArticleTranslation(TranslationOptions):
    fields = (
        "headline",
        "kicker",
        "standfirst",
        "body",
        "place",
        "slug",
        "seo_headline",
        "share_headline",
        "front_headline",
        "sponsor",
        "ready_at",
    )
    # Text of an article never falls back to another language.
    fallback_languages = {"default": ()}


@register(Correction)
class CorrectionTranslation(TranslationOptions):
    fields = ("text", "listed_at")
    fallback_languages = {"default": ()}


@register(TaggedArticle)
class TaggedArticleTranslation(TranslationOptions):
    fields = ("listed_at",)
    fallback_languages = {"default": ()}


@register(Byline)
class BylineTranslation(TranslationOptions):
    fields = ("listed_at",)
    fallback_languages = {"default": ()}


@register(Category)
class CategoryTranslation(TranslationOptions):
    fields = ("name", "slug", "description")


@register(Tag)
class TagTranslation(TranslationOptions):
    fields = ("label", "description")


@register(Author)
class AuthorTranslation(TranslationOptions):
    fields = ("name", "slug", "title", "bio")


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "slug", "body")
    fallback_languages = {"default": ()}


@register(SiteSettings)
class SiteSettingsTranslation(TranslationOptions):
    fields = ("name", "tagline", "description")
