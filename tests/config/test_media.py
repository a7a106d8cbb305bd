import pytest

from factories.places import PNG


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (settings.MEDIA_ROOT / "a.png").write_bytes(PNG)
    (settings.MEDIA_ROOT / "a.html").write_text("<script>alert(1)</script>")
    return settings.MEDIA_ROOT


def test_a_picture_is_served(client, folder):
    answer = client.get("/media/a.png")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == PNG


def test_a_page_that_somebody_uploaded_runs_nothing(client, folder):
    answer = client.get("/media/a.html")
    directives = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
    assert directives.get("script-src", "'none'").startswith(("'none'", "'self'"))
    assert directives["default-src"] == "'none'"
    assert b"".join(answer.streaming_content).startswith(b"<script>")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("../secret.txt", 400),
        ("%2e%2e/secret.txt", 400),
        ("..%2fsecret.txt", 400),
        ("none.png", 404),
        ("", 404),
    ],
)
def test_nothing_else_is(client, folder, path, status):
    assert client.get(f"/media/{path}").status_code == status
