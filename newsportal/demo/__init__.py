"""A newsroom to look at: an invented paper, «مِداد», with everything a real one has."""

import json
from pathlib import Path

from newsportal.demo import girih

CONTENT = Path(__file__).parent / "content"
SITE = {
    "name": {"ar": "مِداد", "en": "Midad"},
    "tagline": {"ar": "أخبار تُكتب لتُقرأ", "en": "News written to be read"},
    "description": {
        "ar": "مِداد صحيفة عربية متخيَّلة تعرض ما تستطيعه هذه البوابة.",
        "en": "Midad is an invented Arabic newspaper that shows what this portal can do.",
    },
    "contact_email": "newsroom@midad.example",
    "lead_category": "main",
}


def write(folder, progress=lambda items, name: items):
    """Draw the pictures and write the newsroom's JSON file into `folder`; returns the file's path."""
    folder.mkdir(parents=True, exist_ok=True)
    newsroom = {"site": SITE} | json.loads((CONTENT / "newsroom.json").read_text("utf-8"))
    newsroom["articles"] = [
        article
        for path in sorted(CONTENT.glob("articles-*.json"))
        for article in json.loads(path.read_text("utf-8"))["articles"]
    ]
    for image in progress(newsroom["images"], "drawing"):
        _draw(folder / image["file"], **image.pop("pattern"))
    path = folder / "newsroom.json"
    path.write_text(json.dumps(newsroom, ensure_ascii=False), "utf-8")
    return path


def _draw(path, *, seed, palette, fold):
    if path.exists():
        return
    if path.name.startswith("portrait-"):
        picture = girih.portrait((800, 800), seed=seed, palette=palette)
    else:
        picture = girih.pattern((1600, 900), seed=seed, palette=palette, fold=fold)
    picture.save(path, quality=90)
