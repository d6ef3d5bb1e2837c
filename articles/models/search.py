import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from desk.folding import FoldedField

from .article import Article

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_ID_BITS = 27


class SearchEntry(models.Model):
    """What the search holds of an article in one language: of those that readers see, or will at a time to come.

    `place` is its place in the order of time and a number of its own. `head` are the folded words of the headline, of
    the lines under it, and of tags and authors, a line each; results are ranked by them. The words by which it is found
    lie where the database finds them: `articles/search/store.py`.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="search_entries")
    language = models.CharField(max_length=8)
    place = models.BigIntegerField()
    ends_at = models.DateTimeField(null=True)
    head = models.TextField()
    # Of which analyser the words are.
    version = models.CharField(max_length=16)

    class Meta:
        verbose_name = _("entry of the search")
        constraints = [models.UniqueConstraint(fields=["language", "article"], name="searched_once")]
        indexes = [models.Index(fields=["language", "place"], name="search_place")]

    def __str__(self):
        return f"#{self.article_id}"


class SearchWaiting(models.Model):
    """An article whose tags or authors have other names since its entries were written; the clock sees to it.

    A table of its own, for to touch an entry is to write all of its words anew.
    """

    article = models.OneToOneField(Article, models.CASCADE, related_name="+")

    def __str__(self):
        return f"#{self.article_id}"


def place_of(moment, article_id=0):
    """The place of an article that readers see since `moment`: later moments are higher, and then higher ids."""
    return ((moment - _EPOCH) // datetime.timedelta(seconds=1) << _ID_BITS) | (article_id % (1 << _ID_BITS))


def moment_of(place):
    """The moment, to the second, that a place stands for."""
    return _EPOCH + datetime.timedelta(seconds=place >> _ID_BITS)


class Alias(models.Model):
    """A name with several spellings or scripts; a search for one of them finds them all."""

    spellings = models.TextField(
        _("spellings"),
        max_length=2000,
        help_text=_("One on a line, the usual one first: غوتيريش, غوتيرش, Guterres."),
    )
    is_used = models.BooleanField(_("used"), default=True)
    # Of the list we ship: by which name it came, and whether somebody of the newsroom has changed it since.
    shipped_as = models.CharField(max_length=100, null=True, unique=True, editable=False)
    is_edited = models.BooleanField(default=False, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    folded = FoldedField("spellings")

    class Meta:
        verbose_name = _("name with several spellings")
        verbose_name_plural = _("names with several spellings")
        ordering = ["id"]

    def __str__(self):
        return self.spellings.partition("\n")[0].strip()

    @property
    def others(self):
        """The spellings but for the first, in one line."""
        return "، ".join(line.strip() for line in self.spellings.split("\n")[1:] if line.strip())


class SearchedWords(models.Model):
    """How often readers looked for something on a day, in the form in which the search takes it. Nothing of who."""

    day = models.DateField(_("day"))
    language = models.CharField(max_length=8)
    words = models.CharField(_("words"), max_length=200)
    times = models.PositiveIntegerField(_("times"), default=0)
    times_in_vain = models.PositiveIntegerField(_("times in vain"), default=0)

    class Meta:
        verbose_name = _("what readers looked for")
        verbose_name_plural = _("what readers looked for")
        constraints = [models.UniqueConstraint(fields=["day", "language", "words"], name="searched_words_once")]

    def __str__(self):
        return self.words
