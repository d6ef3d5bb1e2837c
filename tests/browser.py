"""Pages in a real Chromium: fixtures, a watch over what pages do behind the scenes, and accessibility.

``page`` fails its test when the page logs an error, throws, breaks the content security policy or asks any other server
than the one under test. ``@pytest.mark.browser(tolerates=r"404")`` names what a test means to provoke.
"""

import os
import re
import shutil
import threading
import time
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

import pytest

MISSING = "Chromium is missing: run `make test`, install your system's chromium, or name one in CHROMIUM."
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    # Nothing but this machine has a name, so a forgotten address of another server fails at once.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# axe leaves text out of its contrast rule when it takes a word for an icon drawn by a ligature, and it takes every
# joined Arabic word for one. It finds out by drawing letters on a canvas; one that reads all white has no ligatures.
ARABIC_IS_NO_ICON = """
CanvasRenderingContext2D.prototype.getImageData = function (x, y, width, height) {
  const image = new ImageData(width, height);
  image.data.fill(255);
  return image;
};
"""


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the whole run of this process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        program = _chromium(playwright)
        if program is None:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
        # Chromium's sandbox does not start under root.
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = playwright.chromium.launch(executable_path=program, args=ARGUMENTS + sandbox)
        yield chromium
        chromium.close()


def _chromium(playwright):
    names = (
        os.environ.get("CHROMIUM"),
        "chromium",
        "chromium-browser",
        "google-chrome",
        playwright.chromium.executable_path,
    )
    return next(filter(None, (shutil.which(name) for name in names if name)), None)


@pytest.fixture
def new_page(browser, live_server, request):
    """Return ``new_page(**options)``: a page of the live server with Playwright's options of a context.

    Each page has its own context, so two of them are two people.
    """
    marker = request.node.get_closest_marker("browser")
    tolerated = marker.kwargs.get("tolerates") if marker else None
    problems, contexts = [], []

    def new_page(**options):
        options = {"base_url": live_server.url, "locale": "ar", **options}
        context = browser.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(15_000)  # milliseconds
        page = context.new_page()
        _watch(page, options["base_url"], problems)
        return page

    yield new_page
    for context in contexts:
        context.close()
    # What a closing page still tells the server must not meet the emptying of the database.
    for _again in range(100):
        if not any("process_request_thread" in thread.name for thread in threading.enumerate()):
            break
        time.sleep(0.05)
    unexpected = [problem for problem in problems if not (tolerated and re.search(tolerated, problem))]
    if unexpected:
        pytest.fail("The page had problems:\n" + "\n".join(unexpected), pytrace=False)


@pytest.fixture
def page(new_page):
    """A reader's page at desktop width, in Arabic."""
    return new_page()


def _watch(page, home, problems):
    def console(message):
        where = message.location.get("url", "")
        # The browser asks for this file by itself where a document names no icon.
        if message.type == "error" and not where.endswith("/favicon.ico"):
            problems.append(f"console: {message.text} ({where})")

    def request(request):
        url = urlsplit(request.url)
        if url.scheme not in ("data", "blob", "about") and f"{url.scheme}://{url.netloc}" != home:
            problems.append(f"request to another server: {request.url}")

    page.on("console", console)
    page.on("pageerror", lambda error: problems.append(f"uncaught: {error}"))
    page.on("request", request)


@cache
def _axe():
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def accessibility_problems(page, *, within=None, without=()):
    """Return what axe finds wrong with the page, one line for each element.

    ``within`` is a selector of the part to look at, ``without`` names rules to leave out.
    """
    page.evaluate(ARABIC_IS_NO_ICON + _axe() + ";undefined")
    # Unasked, axe fetches the page's style sheets again, and parses them in ways the policy refuses.
    options = {
        "preload": False,
        "runOnly": RULES,
        "rules": {rule: {"enabled": False} for rule in without},
        "resultTypes": ["violations"],
    }
    results = page.evaluate("([within, options]) => axe.run(within ?? document, options)", [within, options])
    return [
        f"{rule['id']}: {rule['help']}: {node['html'][:160]}"
        for rule in results["violations"]
        for node in rule["nodes"]
    ]  # fmt: skip


def assert_accessible(page, **options):
    """Fail, naming each element, when the page breaks a rule of WCAG 2.2 AA or axe's good practice."""
    problems = accessibility_problems(page, **options)
    assert not problems, f"{page.url} is not accessible:\n" + "\n".join(problems)
