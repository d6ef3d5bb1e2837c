"""Readers of the environment. A value that cannot be understood stops the start and names its variable.

An empty variable counts as an absent one, because that is how env files and unit files switch a line off.
"""

import os
import re
import secrets
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_BOOLEANS = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}
_EMAIL_SCHEMES = ("smtp", "smtps", "smtp+tls", "console", "file")


def text(name, default=""):
    """Return the variable without surrounding space, or the default."""
    return os.environ.get(name, "").strip() or default


def boolean(name, default):
    """Return True for true/1/yes/on and False for false/0/no/off, in any letter case."""
    value = text(name)
    if not value:
        return default
    try:
        return _BOOLEANS[value.lower()]
    except KeyError:
        raise ImproperlyConfigured(f"{name}={value!r} is neither true nor false: write true or false.") from None


def integer(name, default, *, at_least=0):
    """Return a whole number that is not below ``at_least``."""
    value = text(name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit()) or int(value) < at_least:
        raise ImproperlyConfigured(f"{name}={value!r} must be a whole number, {at_least} or more.")
    return int(value)


def listing(name, default=()):
    """Return the comma-separated parts of the variable, without space and without empty parts."""
    return [part.strip() for part in text(name).split(",") if part.strip()] or list(default)


def choice(name, default, choices):
    """Return the variable, which must be one of ``choices``."""
    value = text(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name}={value!r} must be one of: {', '.join(choices)}.")
    return value


def secret(name, default=""):
    """Return NAME, or the content of the file that NAME_FILE names (the way container secrets arrive)."""
    file = text(f"{name}_FILE")
    if not file:
        return text(name, default)
    if text(name):
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set: keep one.")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name}_FILE={file!r} cannot be read: {error}.") from error


def kept_secret(path):
    """Return the secret kept in a file that only its owner may read; make it the first time.

    Two processes that start together agree on one secret: the file is linked into place whole, and linking
    refuses to replace what the other has just put there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # mkstemp opens the file with mode 600, so the secret is never readable for others, not even briefly.
        handle, fresh = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(60))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(fresh)
    return path.read_text(encoding="ascii")


def origin(name, value):
    """Return ``scheme://host[:port]`` from an address that has nothing else in it but perhaps a last slash."""
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good or parts.path not in ("", "/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise ImproperlyConfigured(f"{name}={value!r} must be a scheme and a host alone, like https://www.example.com.")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def email(url, name="EMAIL_URL"):
    """Return Django's EMAIL_* settings for one address of a mail service.

    ``smtp://user:password@host:port`` is plain SMTP, ``smtp+tls://`` upgrades by STARTTLS, ``smtps://`` speaks TLS from
    the first byte, ``console://`` prints messages and ``file:///folder`` writes them there. Special characters in
    the user and the password are percent-encoded. An error names the variable and never shows the password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} has a port that is not a number from 0 to 65535.") from error
    if parts.scheme not in _EMAIL_SCHEMES:
        known = ", ".join(f"{scheme}://" for scheme in _EMAIL_SCHEMES)
        raise ImproperlyConfigured(f"{name} must begin with one of {known}; it begins with {parts.scheme!r}.")
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme == "file":
        if parts.netloc or not parts.path.strip("/"):
            raise ImproperlyConfigured(f"{name} must name a folder with three slashes, like file:///srv/mail.")
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": unquote(parts.path),
        }
    if not parts.hostname:
        raise ImproperlyConfigured(f"{name} names no host, like {parts.scheme}://mail.example.com.")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ImproperlyConfigured(
            f"{name} has something after the host and port; percent-encode special characters in the password."
        )
    if bool(parts.username) != bool(parts.password):
        raise ImproperlyConfigured(f"{name} needs both a user and a password, or neither.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def path_word(name, default, *, taken):
    """Return the first word of an address: letters, digits and hyphens, and none that another page has."""
    value = text(name, default).strip("/")
    if not re.fullmatch(r"[A-Za-z0-9-]+", value) or value.lower() in taken or value.isdecimal():
        raise ImproperlyConfigured(
            f"{name}={text(name)!r} must be one word of Latin letters, digits and hyphens that no page of the site has."
        )
    return value


def scheme(name, url, known):
    """Refuse, by name and without its secrets, an address that begins with none of the ``known`` schemes."""
    begin = url.partition("://")[0]
    if "://" not in url or begin not in known:
        raise ImproperlyConfigured(f"{name} must begin with one of: {', '.join(f'{each}://' for each in known)}.")
