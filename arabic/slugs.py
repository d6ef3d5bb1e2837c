"""The readable part of an address."""

import unicodedata

from arabic.hygiene import clean_text

_TATWEEL = "\u0640"
_ZWNJ = "\u200c"
_PERSIAN = str.maketrans("یک", "يك")


def slugify(text: str, *, max_length: int = 60) -> str:
    """«روسيا تعلن: 3.5 مليار/يورو» → «روسيا-تعلن-3-5-مليار-يورو».

    Letters of any script, the digits 0–9 and single hyphens inside; at most ``max_length`` characters, cut at a
    hyphen where there is one. Hamza and teh marbuta stay; short vowels, tatweel and invisible characters go; ی and ک
    become ي and ك; Latin letters are small; everything else parts words. The result can be empty or all digits, which
    no address may be: the caller decides. Slugging a slug changes nothing.
    """
    # What stands twenty lengths away cannot reach the slug, and one «ﷺ» is eighteen letters.
    text = clean_text(text)[: 20 * max_length]
    # Compatibility composition, so that two addresses which look the same (ﬁ and fi, ３ and 3) are the same.
    text = unicodedata.normalize("NFKC", text).lower().translate(_PERSIAN)
    # Dropping what stood between two Korean letters can let them join.
    text = unicodedata.normalize("NFC", "".join(map(_slug_part, text)))
    return _cut("-".join(word for word in text.split("-") if word), max_length)


def _slug_part(character: str) -> str:
    if character != _TATWEEL and character.isalpha():
        return character
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if character == _TATWEEL or (character != _ZWNJ and unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf")):
        return ""
    return "-"


def _cut(slug: str, max_length: int) -> str:
    if len(slug) <= max_length:
        return slug
    # One character more than fits: a hyphen there means that a whole word ends at the limit.
    whole_words, hyphen, _ = slug[: max_length + 1].rpartition("-")
    return whole_words if hyphen else slug[:max_length]
