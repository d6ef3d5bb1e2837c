"""The watch over pages sees what it must: a test that could not fail would promise nothing."""

import pytest

from tests.browser import accessibility_problems

PAGE = """<!doctype html><html lang="ar" dir="rtl"><head><title>خبر</title></head><body><main>
<h1>عنوان الخبر</h1><p class="pale" style="color: #aaa; background: #fff">فقرة عربية باهتة لا تكاد تُقرأ</p>
<p style="color: #222; background: #fff">فقرة عربية واضحة</p></main></body></html>"""


def test_pale_arabic_text_is_found(page):
    """axe alone takes joined Arabic letters for an icon and skips them."""
    page.set_content(PAGE)
    problems = accessibility_problems(page)
    assert [problem.split(":")[0] for problem in problems] == ["color-contrast"]
    assert "pale" in problems[0]


def test_a_rule_may_be_left_out(page):
    page.set_content(PAGE)
    assert accessibility_problems(page, without=["color-contrast"]) == []


def test_a_part_of_a_page_may_be_looked_at(page):
    page.set_content(PAGE)
    assert accessibility_problems(page, within="h1") == []


WATCHED = """
import pytest

def test_quiet(page):
    page.goto("/healthz/live")

def test_log(page):
    page.goto("/healthz/live")
    page.evaluate("console.error('loud')")

def test_throw(page):
    page.goto("/healthz/live")
    page.evaluate("setTimeout(() => { throw new Error('thrown') })")
    page.wait_for_timeout(50)

def test_policy(page):
    page.goto("/healthz/live")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: '1'}))")

def test_elsewhere(page):
    page.goto("/healthz/live")
    page.evaluate("fetch('http://elsewhere.example/').catch(() => {})")
    page.wait_for_timeout(50)

@pytest.mark.browser(tolerates="loud")
def test_tolerated(page):
    page.goto("/healthz/live")
    page.evaluate("console.error('loud')")
"""


@pytest.mark.slow
def test_a_noisy_page_fails_its_test_and_says_why(browser, tmp_path):
    """A run of tests inside this one, each with a page that misbehaves in one way."""
    import os
    import subprocess
    import sys
    from pathlib import Path

    root = Path(__file__).resolve().parent.parent.parent
    (tmp_path / "test_watched.py").write_text(WATCHED)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NEWSPORTAL"))}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.browser", "-p", "no:cacheprovider", f"--rootdir={root}",
         "-c", "pyproject.toml", str(tmp_path / "test_watched.py")],
        cwd=root, env=environment | {"TEST_DATABASE": "sqlite"}, capture_output=True, text=True,
    )  # fmt: skip
    assert "6 passed, 4 errors" in run.stdout, run.stdout + run.stderr
    for problem in ("console: loud", "uncaught: thrown", "Content Security Policy", "http://elsewhere.example/"):
        assert problem in run.stdout
