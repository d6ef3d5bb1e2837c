"""What a story must have before readers see it: refused by the verbs that publish, listed on its form before one asks.

A content is complete with a main section, a headline and a body. A person is asked for what the house wants besides: a
standfirst, a headline that fits, a lead picture described in each language, and what the kind of the story wants. The
newsroom itself (`by=None`: imports and commands) is not, for archives are old: their stories had no such rules, and no
address of theirs may be lost.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from images.models import Image

from . import body
from . import content as contents
from .models import Author, Byline, Kind
from .models.taxonomy import LANGUAGES

FEWEST_QUESTIONS = 2  # of an explainer
LONGEST_HEADLINE = 140  # characters: three lines of a card on a phone


def complete_languages(content):
    """The languages the content can be read in: it has a headline and a body there."""
    return [code for code in LANGUAGES if content["headline"][code] and body.plain_text(content["body"][code])]


def missing(content, languages=None, *, by):
    """{form field: message} of what the content lacks for readers of these languages (default: all it is written in),
    if `by` publishes it."""
    languages = list(languages or complete_languages(content) or LANGUAGES[:1])
    found = {}
    if not content["main_category"]:
        found["main_category"] = _("Choose the main section before publishing.")
    for code in languages:
        if not content["headline"][code]:
            found[f"headline_{code}"] = _("Write the headline before publishing.")
        if not body.plain_text(content["body"][code]):
            found[f"body_{code}"] = _("Write the body before publishing.")
    if by is None:
        return found
    for code in languages:
        length = len(content["headline"][code])
        if length > LONGEST_HEADLINE:
            text = _("Shorten the headline: it has %(length)d characters, %(limit)d is the most.")
            found[f"headline_{code}"] = text % {"length": length, "limit": LONGEST_HEADLINE}
        if not content["standfirst"][code]:
            found[f"standfirst_{code}"] = _("Write the standfirst before publishing.")
    if problem := _picture_problem(content, languages):
        found["image"] = problem
    return _lacking_of_kind(content, languages) | found


def lacking(article, content, languages=None, *, by):
    """{form field: message} of what hinders `by` from letting readers see this content of the article.

    Of what readers see already only that counts which the content makes worse: in an old story without a picture a
    word may be mended.
    """
    if not article.published_at:
        return missing(content, languages, by=by)
    languages = [code for code in LANGUAGES if getattr(article, f"ready_at_{code}")]
    lacked = missing(contents.read(article), languages, by=by)
    return {field: why for field, why in missing(content, languages, by=by).items() if lacked.get(field) != why}


def require(found):
    """Raise `ValidationError` with all that was found missing, if anything was."""
    if found:
        raise ValidationError(found)


def _lacking_of_kind(content, languages):
    """What a story of its kind wants."""
    kind, found, writing = content["kind"], {}, Byline.Role.WRITING
    if kind == Kind.OPINION and not any(row.get("role", writing) == writing for row in content["bylines"]):
        found["bylines"] = _("Name the author: an opinion is somebody’s.")
    if kind == Kind.VIDEO and not content["video"]:
        found["video"] = _("Write the address of the video, or choose another kind.")
    if kind == Kind.TRANSLATED and not content["source"]:
        found["source"] = _("Say where it is translated from.")
    for code in languages:
        text = content["body"][code]
        if kind == Kind.SPONSORED and not content["sponsor"][code]:
            found[f"sponsor_{code}"] = _("Say who paid for it: readers have a right to know.")
        if kind == Kind.GALLERY and not body.has_gallery(text):
            found[f"body_{code}"] = _("Put a gallery into the text, or choose another kind.")
        if kind == Kind.EXPLAINER and len(body.with_anchors(text)[1]) < FEWEST_QUESTIONS:
            found[f"body_{code}"] = _("Divide the text by two headings or more: they are the questions it answers.")
    return found


def _picture_problem(content, languages):
    if not content["image"]:
        return "" if _has_portrait(content) else _("Choose a lead picture before publishing.")
    image = Image.objects.filter(pk=content["image"]).first()
    if image and not image.is_shown():
        return _("The rights of the lead picture have ended. Choose another one.")
    return " ".join(
        _("Describe the lead picture in %(language)s (its alternative text) before publishing.")
        % {"language": get_language_info(code)["name_translated"]}
        for code in languages
        if image and not getattr(image, f"alt_{code}")
    )


def _has_portrait(content):
    """An opinion is led by the face of who holds it."""
    authors = [row["author"] for row in content["bylines"]]
    return content["kind"] == Kind.OPINION and Author.objects.filter(pk__in=authors, photo__isnull=False).exists()
