"""How the newsroom's pages write what the site's settings decide."""

from django import template

from desk import times

register = template.Library()
register.filter("moment", times.time)
register.filter("lately", times.lately)
