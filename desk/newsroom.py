from django.contrib.admin.apps import AdminConfig


class NewsroomConfig(AdminConfig):
    """Django's admin, its site being ours."""

    default_site = "desk.site.NewsroomSite"
