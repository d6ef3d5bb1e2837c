"""Addresses without a language, for machines."""

from django.urls import path, re_path

from . import robots, sitemaps

urlpatterns = [
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap-pages"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap-news"),
    re_path(r"^sitemap-(?P<name>[a-z]{2}[a-z-]*-[0-9]{4}-[0-9]{2})\.xml$", sitemaps.month, name="sitemap-month"),
]
