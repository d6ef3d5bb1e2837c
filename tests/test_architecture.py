"""The house keeps its shape: arrows point down, each rule has one place, templates and styles keep to their habits.

The first half reads the imports of every module and the relations of every model; the second half reads text for what
the house does elsewhere. Every failure names the file and says what to do instead.
"""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent

# From the ground up. A package knows the floors below its own, nothing beside it and nothing above.
FLOORS = [
    {"arabic"},
    {"desk", "pagecache"},
    {"accounts", "images"},
    {"articles"},
    {"frontpage", "live", "stats", "wordpress"},
    {"newsportal"},
]
FLOOR_OF = {package: height for height, floor in enumerate(FLOORS) for package in floor}

# Inside articles/: a module knows only what stands before it here. A module that is not listed is refused, so that each
# new one is given its place.
LADDER = [
    "status", "embeds", "body", "compare", "querysets", "models", "translation", "permissions", "uses", "page_keys",
    "addresses", "content", "checks", "rows", "listings", "search", "alike", "catalogue", "related", "locks", "unsaved",
    "drafts", "letters", "workflow", "preview", "interchange", "clock", "rendering", "reader", "api", "templatetags",
    "admin", "management",
]  # fmt: skip
OFF_THE_LADDER = {"apps", "migrations"}  # named by Django, not by us


# --- Arrows -----------------------------------------------------------------------------------------------------------


def imports(path, root):
    """Yield (line, dotted module) for every import of a file, inside functions too, relative ones made absolute."""
    package = path.relative_to(root).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield node.lineno, name.name
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            start = ".".join((*above, *((node.module,) if node.module else ())))
            # What is imported may be a module itself: `from articles import workflow`.
            for name in node.names:
                yield node.lineno, f"{start}.{name.name}"


def modules(folder):
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def upward_imports(root, floor_of=FLOOR_OF):
    """Return one sentence for every import under ``root`` that points up or sideways."""
    found = []
    for package, height in floor_of.items():
        for path in modules(root / package):
            for line, module in imports(path, root):
                other = module.split(".")[0]
                if other != package and floor_of.get(other, -1) >= height:
                    found.append(
                        f"{path.relative_to(root)}:{line} imports {module}: {other} does not stand below {package}. "
                        "Let the upper app register itself from its AppConfig.ready() instead."
                    )
    return found


def upward_relations(all_models, floor_of=FLOOR_OF):
    """Return one sentence for every relation of these models that points up or sideways."""
    found = []
    for model in all_models:
        package = model.__module__.split(".")[0]
        fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
        for field in fields:
            target = field.related_model if field.is_relation else None
            if package not in floor_of or not isinstance(target, type):
                continue
            other = target.__module__.split(".")[0]
            if other != package and floor_of.get(other, -1) >= floor_of[package]:
                found.append(
                    f"{model.__module__.replace('.', '/')}.py: {model.__name__}.{field.name} points to {other}."
                    f"{target.__name__}: {other} does not stand below {package}. Put the relation on the upper model."
                )
    return found


def climbing_imports(root, ladder=LADDER):
    """Return one sentence for every module of articles/ that imports a later one or has no place on the ladder."""
    found = []
    for path in modules(root / "articles"):
        step = path.relative_to(root / "articles").parts[0].removesuffix(".py")
        if step in OFF_THE_LADDER or step == "__init__":
            continue
        if step not in ladder:
            found.append(f"{path.relative_to(root)} has no place on the ladder: give it one in LADDER.")
            continue
        for line, module in imports(path, root):
            package, _, rest = module.partition(".")
            other = rest.split(".")[0]
            if package == "articles" and other in ladder and ladder.index(other) > ladder.index(step):
                found.append(
                    f"{path.relative_to(root)}:{line} imports articles.{other}, which stands after {step}. "
                    "Move what both need to the earlier module."
                )
    return found


def test_no_package_imports_from_above_or_beside():
    assert not (found := upward_imports(ROOT)), "\n".join(found)


def test_no_model_points_to_one_above_or_beside():
    assert not (found := upward_relations(apps.get_models(include_auto_created=True))), "\n".join(found)


def test_articles_is_a_ladder():
    assert not (found := climbing_imports(ROOT)), "\n".join(found)


def plant(root, path, text):
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "import articles",
        "import articles.workflow as work",
        "from articles.models import Article",
        "def late():\n    from articles import workflow",
        "from accounts import models",  # beside
        "from ..articles import workflow",
    ],
)
def test_an_import_that_points_up_or_beside_is_found_and_its_file_is_named(tmp_path, text):
    plant(tmp_path, "images/renditions.py", text)
    (found,) = upward_imports(tmp_path)
    assert found.startswith("images/renditions.py:")


@pytest.mark.parametrize(
    "text", ["import arabic", "from pagecache import keys", "from . import files", "import articlesque"]
)
def test_an_import_that_points_down_is_left_alone(tmp_path, text):
    plant(tmp_path, "images/renditions.py", text)
    assert upward_imports(tmp_path) == []


def test_a_relation_that_points_up_is_found_and_its_file_is_named(isolated_models):
    article = isolated_models("articles", "Article")
    photo = isolated_models("images", "Photo", article=models.ForeignKey(article, models.CASCADE))
    gallery = isolated_models("images", "Gallery", articles=models.ManyToManyField(article))
    found = upward_relations([photo, gallery, article])
    assert [sentence.split(" points")[0] for sentence in found] == [
        "images/models.py: Photo.article",
        "images/models.py: Gallery.articles",
    ]


def test_a_relation_that_points_down_is_left_alone(isolated_models):
    photo = isolated_models("images", "Photo")
    article = isolated_models("articles", "Article", photo=models.OneToOneField(photo, models.CASCADE))
    assert upward_relations([photo, article]) == []


@pytest.fixture
def isolated_models():
    """Return ``make(package, name, **fields)``: a model class that no other test sees."""
    from django.test.utils import isolate_apps

    def make(package, name, **fields):
        return type(name, (models.Model,), {"__module__": f"{package}.models", **fields})

    with isolate_apps("images", "articles"):
        yield make


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("articles/status.py", "from articles.workflow import publish"),
        ("articles/models/article.py", "from .. import workflow"),
        ("articles/workflow.py", "from articles.reader.views import article"),
        ("articles/oddments.py", ""),
    ],
)
def test_a_step_down_the_ladder_is_found_and_its_file_is_named(tmp_path, path, text):
    plant(tmp_path, path, text)
    (found,) = climbing_imports(tmp_path)
    assert found.startswith(path)


# --- Habits -----------------------------------------------------------------------------------------------------------

PACKAGES = sorted(FLOOR_OF)


class Habit:
    """A pattern that must not be found in some files, and what to do instead."""

    def __init__(self, pattern, files, instead, *, allowed=(), comments=r"(?!)"):
        self.pattern, self.files, self.instead = re.compile(pattern), files, instead
        self.allowed, self.comments = allowed, re.compile(comments, re.DOTALL)

    def broken(self, root):
        """Return one sentence for every place under ``root`` that breaks the habit."""
        found = []
        for path in sorted({path for glob in self.files for path in root.glob(glob)}):
            name = path.relative_to(root).as_posix()
            if any(re.match(allowed, name) for allowed in self.allowed):
                continue
            # Comments go, their line breaks stay, so that the numbers of lines are right.
            text = self.comments.sub(lambda comment: "\n" * comment[0].count("\n"), path.read_text(encoding="utf-8"))
            for place in self.pattern.finditer(text):
                line = text.count("\n", 0, place.start()) + 1
                found.append(f"{name}:{line} has {place[0].strip()!r}. {self.instead}")
        return found


PYTHON = [f"{package}/**/*.py" for package in PACKAGES]
TEMPLATES = ["templates/**/*.html", *(f"{package}/templates/**/*.html" for package in PACKAGES)]
STYLES = ["static/**/*.css", *(f"{package}/static/**/*.css" for package in PACKAGES)]
TEMPLATE_COMMENT = r"\{#.*?#\}|\{% comment.*?endcomment %\}"

HABITS = {
    "status is asked in one place": Habit(
        r"\b(?:filter|exclude|get|Q|update|get_object_or_404)\("
        r"(?:[^()]|\([^()]*\))*?(?:\b|__)status(?:__\w+)?\s*=(?!=)",
        [path for path in PYTHON if not path.startswith("newsportal")],
        "Ask articles.querysets (published(), drafts() ...) for rows and articles.workflow for a move.",
        # The model's own constraints speak of states too.
        allowed=[r"articles/(querysets|workflow|status|models/article)\.py", r"\w+/migrations/"],
        comments=r"(?m)#[^\n]*$",
    ),
    "text is trusted in few places": Habit(
        r"\bmark_safe\b|\bSafeString\b|\|\s*safe(?:seq)?\b|\{%\s*autoescape\s+off",
        [*PYTHON, *TEMPLATES],
        "Build markup with format_html or a template; a place that must trust text is reviewed and added to this list.",
        allowed=[
            r"articles/body\.py",
            r"desk/guide\.py",  # our own files in docs/guide/
            r"articles/rendering\.py",  # captions out of a cleaned body
            r"articles/templatetags/newsroom\.py",
            r"arabic/templatetags/arabic\.py",
            r"templates/articles/(article|page|preview)\.html",
        ],
        comments=rf"{TEMPLATE_COMMENT}|(?m:#[^\n]*$)",
    ),
    "styles speak of start and end": Habit(
        r"(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)\b"
        r"|border-(?:top|bottom)-(?:left|right)-radius\b"
        r"|(?<![\w-])(?:left|right)\s*:"
        r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b",
        STYLES,
        "Use the logical property (margin-inline-start, inset-inline-end, text-align: start ...).",
        comments=r"/\*.*?\*/",
    ),
    "templates hold no style": Habit(
        r"<style\b|\sstyle\s*=",
        TEMPLATES,
        "The content security policy refuses it: write a class in static/css.",
        allowed=[r"templates/500\.html"],
        comments=TEMPLATE_COMMENT,
    ),
    "templates hold no script": Habit(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*application/ld\+json)[^>]*>|\son[a-z]+\s*=\s*[\"']|javascript:",
        TEMPLATES,
        "The content security policy refuses it: write a module in static/js and attach to a data attribute.",
        allowed=[r"templates/components/theme\.html"],
        comments=TEMPLATE_COMMENT,
    ),
    "modules have a subject": Habit(
        r"\A",
        [f"{package}/**/{name}.py" for package in PACKAGES for name in ("utils", "helpers", "common", "misc")],
        "Name the file for what it is about.",
    ),
}


@pytest.mark.parametrize("habit", HABITS)
def test_the_house_keeps_its_habits(habit):
    assert not (found := HABITS[habit].broken(ROOT)), "\n".join(found)


@pytest.mark.parametrize(
    ("habit", "path", "text"),
    [
        (
            "status is asked in one place",
            "articles/reader/views.py",
            "\nrows.filter(f(x), status=Status.DRAFT)",
        ),
        ("status is asked in one place", "stats/counts.py", "\nrows.exclude(pk=1, article__status__in=x)"),
        ("status is asked in one place", "images/a.py", "\nQ(\n    status='p')"),
        ("text is trusted in few places", "articles/reader/views.py", "\nmark_safe(text)"),
        ("text is trusted in few places", "templates/articles/card.html", "\n{{ article.headline|safe }}"),
        ("styles speak of start and end", "static/css/base.css", "/* a\n*/ p { margin-left: 1px }".replace(" a", "")),
        ("styles speak of start and end", "static/css/base.css", "\np { left: 0 }"),
        ("styles speak of start and end", "static/css/base.css", "\np { text-align: right }"),
        ("templates hold no style", "templates/base.html", '\n<p style="x">'),
        ("templates hold no script", "templates/base.html", "\n<script>x()</script>"),
        ("templates hold no script", "templates/base.html", '\n<a onclick="x()">'),
        ("modules have a subject", "articles/utils.py", ""),
    ],
)
def test_a_broken_habit_is_found_and_its_line_is_named(tmp_path, habit, path, text):
    plant(tmp_path, path, text)
    (found,) = HABITS[habit].broken(tmp_path)
    assert found.startswith(f"{path}:{2 if text else 1} has ")


@pytest.mark.parametrize(
    ("habit", "path", "text"),
    [
        ("status is asked in one place", "articles/workflow.py", "rows.filter(status=Status.DRAFT)"),
        ("status is asked in one place", "articles/a.py", "HttpResponse(status=404)\nget(x) if y.status == z else 0"),
        (
            "styles speak of start and end",
            "static/css/base.css",
            "/* left: 0 */ p { inset-inline-start: 0; --left: 1 }",
        ),
        ("templates hold no style", "templates/base.html", "{# style= #}<p data-style>"),
        ("templates hold no script", "templates/base.html", '<script src="/a.js"></script>'),
        ("templates hold no script", "templates/base.html", '<script type="application/ld+json">{}</script>'),
    ],
)
def test_what_is_no_broken_habit_is_left_alone(tmp_path, habit, path, text):
    plant(tmp_path, path, text)
    assert HABITS[habit].broken(tmp_path) == []
