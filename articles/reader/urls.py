"""Readers' addresses in one language. The views lead a missing last slash and other spellings to the right one."""

from django.urls import re_path

from . import feeds, preview, search, views

urlpatterns = [
    re_path(r"^$", views.front, name="front"),
    re_path(r"^feed/?$", feeds.site_feed, name="feed"),
    re_path(r"^corrections/?$", views.corrections, name="corrections"),
    re_path(r"^search/?$", search.search, name="search"),
    re_path(r"^search/suggest/?$", search.suggest, name="suggest"),
    re_path(r"^search/opensearch\.xml$", search.description, name="opensearch"),
    re_path(r"^archive/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<day>[0-9]{2})/?$", views.archive, name="archive"),
    re_path(r"^tag/(?P<slug>[^/]+)/feed/?$", feeds.tag_feed, name="tag-feed"),
    re_path(r"^tag/(?P<slug>[^/]+)/?$", views.tag, name="tag"),
    re_path(r"^author/(?P<slug>[^/]+)/feed/?$", feeds.author_feed, name="author-feed"),
    re_path(r"^author/(?P<slug>[^/]+)/?$", views.author, name="author"),
    re_path(r"^page/(?P<slug>[^/]+)/?$", views.page, name="page"),
    re_path(r"^preview/(?P<token>.*)$", preview.shared, name="preview"),
    re_path(r"^(?P<pk>[1-9][0-9]{5,17})(?:/(?P<rest>.*))?$", views.article, name="article"),
    re_path(r"^(?P<path>[^/]+(?:/[^/]+)?)/feed/?$", feeds.section_feed, name="section-feed"),
    re_path(r"^(?P<path>[^/]+(?:/[^/]+)?)/?$", views.section, name="section"),
]
