"""The nginx recipe, with the real nginx: it keeps what may be kept, as long as it may, and nothing else."""

import http.client
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from tests.pagecache.front import Nginx, marks
from tests.pagecache.machine import Machine
from tests.pagecache.test_faults import paths_of

pytestmark = marks("nginx")


@pytest.fixture(scope="module")
def machine():
    with Machine() as machine:
        machine.articles = paths_of(machine)
        machine.serve()
        yield machine


@pytest.fixture
def front(machine):
    with Nginx(machine) as nginx:
        yield nginx
    shutil.rmtree(nginx.folder)


def get(front, path="/", method="GET", host=None, **headers):
    """(status, {header: value}, body)"""
    connection = http.client.HTTPConnection("127.0.0.1", front.port, timeout=20)
    try:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, quote(path), headers=names | ({"Host": host} if host else {}))
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def test_pages_pass_compressed_or_plain_as_the_client_takes_them(front):
    for accepted, encoding in (("gzip, deflate, br", "gzip"), ("br", None), ("gzip;q=0", None), ("identity", None)):
        for _ in range(2):
            status, headers, body = get(front, Accept_Encoding=accepted)
            assert (status, headers.get("content-encoding")) == (200, encoding)
            assert body


def test_a_kept_page_is_sent_without_asking_the_application(front, machine):
    get(front)
    with machine.frozen_web():
        assert get(front)[0] == 200


def test_a_change_is_seen_within_the_time_the_application_allows(front, machine):
    before = get(front)[2]
    machine.run(
        "from articles import drafts, workflow; from articles.models import Article;"
        f"article = Article.objects.get(pk={machine.articles[7].split('/')[1]});"
        "drafts.save(article, drafts.working(article) | {'headline': {'ar': 'عنوان أدق', 'en': ''}}, by=None);"
        "workflow.publish_changes(article, by=None)"
    )
    began = time.monotonic()
    while get(front)[2] == before:
        assert time.monotonic() - began < 5 * 4
        time.sleep(0.1)
    print(f"seen after {time.monotonic() - began:.2f} s of 4 s")


def test_what_is_somebodys_own_is_not_kept(front):
    for own in ({"Cookie": "a=b; sessionid=secret"}, {"Authorization": "Basic eDp5"}):
        for _ in range(2):
            assert get(front, "/robots.txt", **own)[1]["cache-control"] == "private, no-store"
    assert not any(path.is_file() for path in (front.folder / "cache").rglob("*"))
    assert "public" in get(front, "/robots.txt")[1]["cache-control"]


def test_other_hosts_get_no_answer(front):
    with pytest.raises(http.client.RemoteDisconnected):
        get(front, host="evil.test")


def test_a_header_too_long_for_gunicorn_ends_at_nginx_and_the_next_reader_is_well(front):
    assert get(front, X_Long="x" * 7500)[0] == 400
    assert get(front, "/" + "x" * 7500)[0] == 414
    assert get(front)[0] == 200


def test_errors_are_not_kept(front):
    for _ in range(2):
        assert get(front, "/nothing/")[0] == 404
    assert not any(path.is_file() for path in (front.folder / "cache").rglob("*"))


def test_a_form_too_large_is_refused_outside_the_newsroom(front):
    connection = http.client.HTTPConnection("127.0.0.1", front.port, timeout=20)
    connection.request("POST", "/", headers={"Content-Length": "100000"})
    assert connection.getresponse().status == 413
    connection.close()


def test_uploads_run_nothing(front, machine):
    folder = machine.folder / "var" / "media"
    folder.mkdir(exist_ok=True)
    (folder / "page.html").write_text("<script>alert(1)</script>")
    headers = get(front, "/media/page.html")[1]
    assert "sandbox" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_a_crowd_at_a_page_nobody_has_makes_it_once(front, machine):
    before = machine.made
    with ThreadPoolExecutor(20) as crowd:
        answers = list(crowd.map(lambda _: get(front, machine.articles[3])[0], range(100)))
    assert set(answers) == {200}
    assert sum((machine.made - before).values()) == 1


def test_an_address_of_a_preview_is_neither_kept_nor_logged(machine):
    token = machine.run(
        "from articles import drafts, preview; from articles.models import Article; from accounts.models import User;"
        "by = User.objects.create_superuser('preview');"
        "print(preview.share(Article.objects.first(), by=by, recipient='x')[1])"
    ).strip()
    with Nginx(machine, log=True) as front:
        for start in ("/preview/", "/en/preview/"):
            for end in ("", "/", ".css", "/a.css", "/feed/"):
                headers = get(front, f"{start}{token}{end}")[1]
                assert headers["cache-control"] == "private, no-store"
                assert headers["referrer-policy"] == "no-referrer"
        assert get(front, f"/preview/{token}/")[0] == 200
        assert get(front, "/robots.txt")[0] == 200
        kept = [path.read_bytes() for path in (front.folder / "cache").rglob("*") if path.is_file()]
        assert len(kept) == 1
    # It has ended, and so written its last line.
    logs = [(front.folder / name).read_text() for name in ("access.log", "error.log")]
    assert "/robots.txt" in logs[0]
    for text in (*logs, b"".join(kept).decode("latin-1")):
        assert token not in text
    shutil.rmtree(front.folder)


def test_what_was_withdrawn_does_not_come_back_while_the_application_is_down(machine):
    path = machine.articles[6]
    with Nginx(machine) as front:
        assert get(front, path)[0] == 200
        machine.run(
            "from articles import workflow; from articles.models import Article;"
            f"workflow.withdraw(Article.objects.get(pk={path.split('/')[1]}), by=None, note='x')"
        )
        end = time.monotonic() + 20
        while get(front, path)[0] != 410:
            assert time.monotonic() < end
            time.sleep(0.1)
        machine.stop_serving()
        time.sleep(3.2)
        assert get(front, path)[0] in (410, 502)
        machine.serve()
    shutil.rmtree(front.folder)


def test_readers_have_pages_while_the_application_is_down(machine):
    with Nginx(machine) as front:
        assert get(front)[0] == 200
        machine.stop_serving()
        time.sleep(3.2)
        assert get(front)[0] == 200
        machine.serve()
        assert get(front, machine.articles[1])[0] == 200
