"""Uploaded files are sent as what they are, and can do nothing."""

import pytest


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    root = tmp_path / "media"
    (root / "2026").mkdir(parents=True)
    (root / "2026" / "photo.avif").write_bytes(b"picture")
    (root / "page.html").write_text("<script>alert(1)</script>")
    (tmp_path / "secret-key").write_text("hush")
    settings.MEDIA_ROOT = root
    return root


def content(response):
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    ("name", "kind"), [("a.avif", "image/avif"), ("a.webp", "image/webp"), ("a.jpg", "image/jpeg")]
)
def test_a_picture_has_its_type(client, root, name, kind):
    (root / name).write_bytes(b"picture")
    response = client.get(f"/media/{name}")
    assert response.headers["Content-Type"] == kind
    assert content(response) == b"picture"


def test_a_page_among_the_uploads_runs_no_script(client):
    response = client.get("/media/page.html")
    policy = response.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_picture_of_the_library_is_kept_for_good_and_other_files_are_not(client, root):
    for folder in ("pictures", "renditions/7"):
        (root / folder).mkdir(parents=True)
        (root / folder / "a.webp").write_bytes(b"picture")
        assert "immutable" in client.get(f"/media/{folder}/a.webp").headers["Cache-Control"]
    assert "Cache-Control" not in client.get("/media/2026/photo.avif").headers


def test_an_unchanged_file_answers_304(client):
    first = client.get("/media/2026/photo.avif")
    again = client.get("/media/2026/photo.avif", headers={"if-modified-since": first.headers["Last-Modified"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path", ["", "2026", "2026/", "none.jpg", "../secret-key", "%2e%2e/secret-key", "2026/../../secret-key", "a%00.jpg"]
)
def test_folders_and_whatever_lies_outside_are_404(client, db, path):
    assert client.get(f"/media/{path}").status_code == 404
