"""How well related articles are found, by the judged set: `pytest tests/articles/test_related_judged.py -s` prints it.

The articles are those of the demo newsroom and `data/related_archive.tsv`, older stories of the same newsroom; which of
them belong together was judged by reading, before anything was scored. They are split by a hash into a half looked at
while the weights were chosen, and a half that is only scored. Editors' picks are left out, or they would answer.
"""

import datetime
import hashlib
import json
from pathlib import Path
from typing import NamedTuple

from articles.models import Article, Tag
from articles.related import related
from tests.builders import NOW, make_category, make_published, make_tag

DATA = Path(__file__).parent / "data"
DEMO = Path(__file__).parents[2] / "newsportal" / "demo" / "content"
AT = 4


class Score(NamedTuple):
    """Of `asked` articles: how many truly related ones stand among their first four, of all that could."""

    asked: int
    hits: int
    shown: int
    related: int
    possible: int

    @property
    def precision(self):
        return self.hits / (AT * self.asked)

    @property
    def best(self):
        """The precision of a list that knows the answers: many articles have fewer than four."""
        return self.possible / (AT * self.asked)

    @property
    def recall(self):
        return self.hits / self.related


def half(ref):
    return ("seen", "unseen")[hashlib.sha256(ref.encode()).digest()[0] % 2]


def judged():
    """{ref: refs of the truly related}"""
    found = {}
    for line in (DATA / "related_judged.txt").read_text("utf-8").splitlines():
        refs = [] if line.startswith("#") else line.split()
        for ref in refs:
            found.setdefault(ref, set()).update(set(refs) - {ref})
    return found


def load():
    """Publish the articles. Returns {ref: id}."""
    sections, tags, found = {}, {}, {}
    for item in [*_demo(), *_archive()]:
        if item["section"] not in sections:
            sections[item["section"]] = make_category(item["section"])
        for name in item["tags"]:
            if name not in tags:
                tags[name] = make_tag(name)
        article = make_published(
            item["headline"],
            at=NOW - datetime.timedelta(days=item["days"], hours=1),
            category=sections[item["section"]],
            tags=[tags[name] for name in item["tags"]],
            standfirst={"ar": item["standfirst"], "en": ""},
            body={"ar": item["body"], "en": ""},
        )
        found[item["ref"]] = article.pk
    return found


def _demo():
    for path in sorted(DEMO.glob("articles-*.json")):
        for item in json.loads(path.read_text("utf-8"))["articles"]:
            at = item.get("published_at") or {"days_ago": -1}
            if item["status"] == "published" and at["days_ago"] >= 0 and "ar" in item["ready"]:
                yield {
                    "ref": item["ref"],
                    "days": at["days_ago"],
                    "section": item["main_category"],
                    "tags": item["tags"],
                    "headline": item["headline"]["ar"],
                    "standfirst": item["standfirst"]["ar"],
                    "body": f"<p>{item['ref']}</p>",
                }


def _archive():
    for line in (DATA / "related_archive.tsv").read_text("utf-8").splitlines():
        ref, days, section, tags, headline, standfirst = line.split("\t")
        yield {
            "ref": ref,
            "days": int(days),
            "section": section,
            "tags": tags.split(","),
            "headline": headline,
            "standfirst": standfirst,
            "body": f"<p>{ref}</p>",
        }


# --- Three ways to find them ------------------------------------------------------------------------------------------


def ours(article):
    return [each.pk for each in related(article, "ar", list(Tag.objects.filter(items__content_object=article)))]


def by_tags(article):
    """The most shared tags first, then the newest."""
    mine = set(article.tagged_items.values_list("tag", flat=True))
    others = Article.objects.exclude(pk=article.pk).prefetch_related("tagged_items")
    shared = [
        (len(mine & {item.tag_id for item in each.tagged_items.all()}), each.published_at, each) for each in others
    ]
    return [each.pk for count, _at, each in sorted(shared, key=lambda row: row[:2], reverse=True) if count]


def by_section(article):
    """The newest of the same section."""
    others = Article.objects.filter(main_category=article.main_category_id).exclude(pk=article.pk)
    return list(others.order_by("-published_at").values_list("pk", flat=True))


WAYS = {"ours": ours, "tags alone": by_tags, "newest of the section": by_section}


def scores(ids):
    """{way: {half: Score}}"""
    wanted = judged()
    answers = {}
    for name, way in WAYS.items():
        answers[name] = {}
        for part in ("seen", "unseen"):
            refs = [ref for ref in wanted if half(ref) == part]
            lists = {ref: way(Article.objects.get(pk=ids[ref]))[:AT] for ref in refs}
            truth = {ref: {ids[other] for other in wanted[ref]} for ref in refs}
            answers[name][part] = Score(
                len(refs),
                sum(len(truth[ref] & set(lists[ref])) for ref in refs),
                sum(map(len, lists.values())),
                sum(map(len, truth.values())),
                sum(min(AT, len(each)) for each in truth.values()),
            )
    return answers


def table(found):
    lines = ["| way | half | precision at 4 (at best) | found of the related |", "| --- | --- | --- | --- |"]
    for way, halves in found.items():
        for part, score in halves.items():
            lines.append(
                f"| {way} | {part}, {score.asked} articles | {score.precision:.2f} ({score.best:.2f})"
                f" | {score.hits}/{score.related} = {score.recall:.2f} |"
            )
    return "\n".join(lines)
