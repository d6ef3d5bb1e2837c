"""Lists that keep what readers no longer see."""

import datetime

import pytest

from tests.builders import NOW, YESTERDAY, make_author, make_published, make_site, make_tag

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize("kind", ["tag", "author"])
def test_a_feed_is_not_emptied_by_expired_articles(client, kind):
    make_site()
    tag, author = make_tag(), make_author()
    make_published("خبر باق", tags=[tag], authors=[author], at=NOW - datetime.timedelta(days=9))
    for number in range(50):
        make_published(
            f"عابر {number}",
            tags=[tag],
            authors=[author],
            at=NOW - datetime.timedelta(days=2),
            expires_at=YESTERDAY.isoformat(),
        )
    thing = tag if kind == "tag" else author
    assert "خبر باق" in client.get(thing.get_absolute_url("ar") + "feed/").content.decode()
