"""What a browser may do with our pages: the content security policies and the headers that go with them.

The names follow Django 6 (``SECURE_CSP``, ``csp_nonce``, ``_csp_config`` on a response); Django 5.2 has none of it, so
the small stand-in below is used there and falls away with it.
"""

import base64
import hashlib
import re
import secrets

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.cache import add_never_cache_headers
from django.utils.deprecation import MiddlewareMixin

SELF, NONE = "'self'", "'none'"
NONCE = "<CSP_NONCE_SENTINEL>"  # the value of Django 6's constant: the place where the nonce of a response goes

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "usb",
    )
)  # fmt: skip

if django.VERSION >= (6, 0):
    from django.middleware.csp import ContentSecurityPolicyMiddleware
    from django.template.context_processors import csp as nonce
else:

    class _Nonce:
        """A nonce that comes into being when a template prints it."""

        value = ""

        def __str__(self):
            self.value = self.value or secrets.token_urlsafe(16)
            return self.value

    def nonce(request):
        """Give templates ``csp_nonce``."""
        return {"csp_nonce": getattr(request, "_csp_nonce", None)}

    class ContentSecurityPolicyMiddleware(MiddlewareMixin):
        """Send the policy of the response, or the site's; a nonce only when the page printed it."""

        def process_request(self, request):
            request._csp_nonce = _Nonce()

        def process_response(self, request, response):
            # Django's own pages for developers carry inline styles and scripts.
            if settings.DEBUG and response.status_code in (404, 500):
                return response
            policy = getattr(response, "_csp_config", settings.SECURE_CSP)
            if policy and "Content-Security-Policy" not in response:
                response.headers["Content-Security-Policy"] = header(policy, request._csp_nonce.value)
            return response

    def header(policy, nonce_value=""):
        """Return a policy, ``{directive: [source, ...]}``, as the text of its header."""

        def sources(values):
            values = [f"'nonce-{nonce_value}'" if value == NONCE else value for value in values]
            return [value for value in values if nonce_value or value != "'nonce-'"]

        return "; ".join(" ".join((directive, *sources(values))) for directive, values in policy.items())


class HeadersMiddleware(ContentSecurityPolicyMiddleware):
    """Put the headers of safety on every response: pages, errors, redirects, static files and media alike.

    It stands outermost, so that an answer given by any other middleware passes through it too.
    """

    def process_response(self, request, response):
        if in_admin(request.path_info):
            add_never_cache_headers(response)
            if not hasattr(response, "_csp_config"):
                response._csp_config = settings.SECURE_CSP_ADMIN
        response = super().process_response(request, response)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        response.headers.setdefault("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


def in_admin(path):
    """Is this path one of the newsroom's?"""
    return path.startswith(f"/{settings.ADMIN_PATH}")


def public_policy(*, scripts=(), images=()):
    """Return what readers' pages may do: nothing, but for our own files.

    ``scripts`` are hashes of inline scripts, ``images`` further hosts of pictures. No nonce: these pages are kept and
    sent to many readers, and a nonce known to everybody guards nothing.
    """
    return {
        "default-src": [NONE],
        "script-src": [SELF, *scripts],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *images],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }


def admin_policy(*, images=()):
    """Return what the newsroom's pages may do: a nonce for inline scripts, local previews, frames of our own."""
    return public_policy(images=["blob:", *images]) | {
        "script-src": [SELF, NONCE],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
    }


def script_hash(path):
    """Return the source expression that allows the one inline script of a template, ``'sha256-…'``."""
    scripts = re.findall(r"<script>(.*?)</script>", path.read_text(encoding="utf-8"), re.DOTALL)
    if len(scripts) != 1 or "{%" in scripts[0] or "{{" in scripts[0]:
        raise ImproperlyConfigured(f"{path} must hold exactly one constant <script>, without attributes.")
    digest = hashlib.sha256(scripts[0].encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
