"""The content security policies hold against what is known to get round such policies."""

import base64
import hashlib
import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory, override_settings

from newsportal import csp

FETCHING = ("script-src", "style-src", "img-src", "font-src", "connect-src", "manifest-src", "object-src", "frame-src")
HASH_OR_NONCE = re.compile(r"'(sha(256|384|512)|nonce)-[A-Za-z0-9+/_-]+={0,2}'|<CSP_NONCE_SENTINEL>")


def weaknesses(policy):
    """Return what a strict reader of policies objects to, one sentence each."""
    found = []
    if policy.get("default-src") != ["'none'"]:
        found.append("default-src is not 'none', so a directive that was forgotten allows something")
    for directive in ("object-src", "base-uri"):
        if policy.get(directive) != ["'none'"]:
            found.append(f"{directive} is not 'none'")
    for directive in ("form-action", "frame-ancestors"):  # these do not fall back to default-src
        if not set(policy.get(directive, ["*"])) <= {"'self'", "'none'"}:
            found.append(f"{directive} lets others in")
    for source in policy.get("script-src", ["*"]):
        # Hosts are left out on purpose: most serve something that runs what it is told.
        if source != "'self'" and not HASH_OR_NONCE.fullmatch(source):
            found.append(f"script-src allows {source}")
    for directive in FETCHING:
        for source in policy.get(directive, []):
            if "*" in source or source in ("http:", "https:", "ws:", "wss:", "'unsafe-inline'", "'unsafe-eval'"):
                found.append(f"{directive} allows {source}")
            if source in ("data:", "blob:") and directive != "img-src":
                found.append(f"{directive} allows {source}")
    return found


def test_the_public_policy_has_no_known_weakness(settings):
    assert weaknesses(settings.SECURE_CSP) == []


def test_the_newsrooms_policy_has_no_known_weakness(settings):
    assert weaknesses(settings.SECURE_CSP_ADMIN) == []


@pytest.mark.parametrize(
    "change",
    [
        {"script-src": ["'self'", "'unsafe-inline'"]},
        {"script-src": ["'self'", "data:"]},
        {"script-src": ["https:"]},
        {"script-src": ["'self'", "https://cdn.example.com"]},
        {"style-src": ["'unsafe-inline'"]},
        {"img-src": ["*"]},
        {"img-src": ["https://*.example.com"]},
        {"base-uri": ["'self'"]},
        {"default-src": ["'self'"]},
        {"frame-ancestors": ["https://example.com"]},
        {"font-src": ["data:"]},
    ],
)
def test_the_strict_reader_objects_to_each_weakness(change):
    assert weaknesses(csp.public_policy() | change)


def test_the_public_policy_never_holds_a_nonce(settings):
    """A page that is kept and sent to many would tell all of them the same nonce."""
    assert csp.NONCE not in settings.SECURE_CSP["script-src"]


def test_only_the_newsroom_may_frame_and_preview_local_files(settings):
    assert settings.SECURE_CSP["frame-ancestors"] == ["'none'"]
    assert settings.SECURE_CSP_ADMIN["frame-ancestors"] == ["'self'"]
    assert "blob:" not in settings.SECURE_CSP["img-src"]
    assert "blob:" in settings.SECURE_CSP_ADMIN["img-src"]


def test_the_theme_script_is_allowed_by_its_own_hash(settings):
    page = (settings.BASE_DIR / "templates" / "components" / "theme.html").read_text(encoding="utf-8")
    script = page.split("<script>")[1].split("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert settings.SECURE_CSP["script-src"] == ["'self'", f"'sha256-{digest}'"]


@pytest.mark.parametrize(
    "text",
    ["no script", "<script>a</script><script>b</script>", "<script>{{ name }}</script>", "<script async>a</script>"],
)
def test_a_script_that_is_not_one_constant_stops_the_start(tmp_path, text):
    (tmp_path / "theme.html").write_text(text)
    with pytest.raises(ImproperlyConfigured, match="theme.html"):
        csp.script_hash(tmp_path / "theme.html")


def answer(template="", path="/admin/"):
    """Return the response of a page with this template, with the headers of the middleware."""

    def view(request):
        return HttpResponse(engines["django"].from_string(template).template.render(context(request)))

    def context(request):
        from django.template import Context

        return Context(csp.nonce(request))

    return csp.HeadersMiddleware(view)(RequestFactory().get(path))


def test_a_page_that_prints_the_nonce_gets_it_in_its_header():
    response = answer("{{ csp_nonce }} {{ csp_nonce }}")
    first, second = response.text.split()
    assert first == second
    assert len(first) >= 20
    assert f"script-src 'self' 'nonce-{first}'" in response["Content-Security-Policy"]


def test_a_page_that_does_not_print_it_gets_a_header_without():
    assert "nonce" not in answer("plain")["Content-Security-Policy"]


def test_every_page_has_a_nonce_of_its_own():
    assert answer("{{ csp_nonce }}").text != answer("{{ csp_nonce }}").text


def test_a_view_may_bring_its_own_policy():
    def view(request):
        response = HttpResponse()
        response._csp_config = {"default-src": ["'none'"]}
        return response

    for path in ("/", "/admin/"):
        response = csp.HeadersMiddleware(view)(RequestFactory().get(path))
        assert response["Content-Security-Policy"] == "default-src 'none'"


@override_settings(ADMIN_PATH="desk/")
def test_the_newsrooms_policy_follows_its_path():
    assert "frame-ancestors 'self'" in answer(path="/desk/")["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer(path="/admin/")["Content-Security-Policy"]
