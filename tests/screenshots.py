"""Pictures of every page type and admin screen, to be looked at: `make screenshots` writes them into screenshots/.

It loads the demo newsroom into a folder of its own, serves it and walks through it: Arabic, English, light, dark,
390 and 1280 pixels wide.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from itertools import product
from pathlib import Path

from playwright.sync_api import sync_playwright
from tqdm import tqdm

from tests.browser import ARGUMENTS, MISSING, _chromium

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "screenshots"
WIDTHS, THEMES = (390, 1280), ("light", "dark")
# Where each type of page is found: a pattern in the page before it, or a path.
READERS = {
    "front": "",
    "section": r'href="(/[^"]+/)"[^>]*>(?:اقتصاد|Economy)<',
    "article": r'<h\d><a href="([^"]*/1\d{5}/[^"]+)"',
    "page": r'href="([^"]*/page/[^"]+)"',
    "search": r'action="([^"]*/search/)"',
}
IN_ARTICLE = {"tag": r'href="([^"]*/tag/[^"]+)"', "author": r'href="([^"]*/author/[^"]+)"'}
NOUNS = (
    "articles/article",
    "articles/category",
    "articles/tag",
    "articles/author",
    "articles/page",
    "articles/redirect",
    "articles/alias",
)
SCREENS = (
    [
        "",
        "articles/sitesettings/1/change/",
        "articles/searchedwords/",
        "images/image/",
        "images/image/add/",
        "accounts/user/",
        "accounts/user/add/",
    ]
    + [f"{noun}/" for noun in NOUNS]
    + [f"{noun}/add/" for noun in NOUNS]
    + ["articles/article/100000/change/", "articles/article/100000/history/", "images/image/1/change/"]
    + ["articles/article/?q=الماء", "password_change/"]
    + [
        "guide/",
        "guide/writing/",
        "account/",
        "account/second-factor/set-up/",
        "account/sessions/",
        "accounts/user/1/access/",
    ]
)


def main():
    folder = Path(tempfile.mkdtemp(prefix="screenshots-"))
    server = None
    try:
        site, server = _serve(folder)
        shutil.rmtree(OUT, ignore_errors=True)
        OUT.mkdir()
        with sync_playwright() as playwright:
            program = _chromium(playwright)
            if program is None:
                sys.exit(MISSING)
            sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
            browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS + sandbox)
            logged_in = _log_in(browser, site, (folder / "demo" / "password").read_text())
            jobs = [(*each, None) for each in _pages(site)] + [(*each, logged_in) for each in _screens(site)]
            for (name, address, state), width, theme in tqdm(list(product(jobs, WIDTHS, THEMES)), unit=""):
                context = browser.new_context(
                    viewport={"width": width, "height": 900}, color_scheme=theme, locale="ar", storage_state=state
                )
                page = context.new_page()
                page.goto(address)
                _load_pictures(page)
                page.screenshot(path=OUT / f"{name}-{width}-{theme}.png", full_page=True)
                context.close()
            browser.close()
    finally:
        if server:
            server.terminate()
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{len(list(OUT.iterdir()))} pictures in {OUT.relative_to(ROOT)}/")


def _serve(folder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"NEWSPORTAL_ENV": "demo", "NEWSPORTAL_VAR": str(folder), "PORT": str(port)}
    environment["GUNICORN_THREADS"] = "4"  # a browser holds connections open that ask for nothing
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["demo_newsroom"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn/gunicorn.conf.py"]
    server = subprocess.Popen(gunicorn, cwd=ROOT, env=environment)
    site = f"http://127.0.0.1:{port}"
    for _again in range(100):
        try:
            _text(f"{site}/healthz/ready")
            break
        except OSError:
            time.sleep(0.2)
    return site, server


def _text(address):
    with urllib.request.urlopen(address) as answer:  # noqa: S310 – our own server
        return answer.read().decode()


def _pages(site):
    """(name, address) of every type of page, in both languages."""
    for language, home in (("ar", "/"), ("en", "/en/")):
        front = _text(site + home)
        paths = {name: re.search(pattern, front)[1] if pattern else home for name, pattern in READERS.items()}
        article = _text(site + paths["article"])
        paths |= {name: re.search(pattern, article)[1] for name, pattern in IN_ARTICLE.items()}
        paths |= {
            "not-found": f"{home}nothing/",
            "corrections": f"{home}corrections/",
            "archive": f"{home}archive/{time.strftime('%Y/%m/%d')}/",
        }
        yield from ((f"{name}-{language}", site + path) for name, path in paths.items())
    yield "admin-login", f"{site}/admin/login/"


def _screens(site):
    """(name, address) of the newsroom's screens."""
    for screen in SCREENS:
        name = re.sub(r"[^a-z0-9]+", "-", screen).strip("-") or "index"
        yield f"admin-{name}", f"{site}/admin/{screen}"


def _log_in(browser, site, password, user="admin"):
    """The state of a browser in which this user is logged in."""
    page = browser.new_page()
    page.goto(f"{site}/admin/login/")
    page.fill("[name=username]", user)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{site}/admin/")
    state = page.context.storage_state()
    page.close()
    return state


def _load_pictures(page):
    """Scroll through the page, so that lazy pictures come, and back."""
    page.evaluate(
        """async () => {
          for (let y = 0; y < document.body.scrollHeight; y += 600) {
            scrollTo(0, y);
            await new Promise((done) => setTimeout(done, 60));
          }
          scrollTo(0, 0);
          // Some wait beyond the edge of a gallery, and never come.
          const come = [...document.images].map((image) => image.complete || new Promise((done) => {
            image.onload = image.onerror = done;
          }));
          await Promise.race([Promise.all(come), new Promise((done) => setTimeout(done, 3000))]);
        }"""
    )


if __name__ == "__main__":
    main()
