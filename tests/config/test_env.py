from pathlib import Path

import pytest

from karavan.config import env


@pytest.mark.parametrize(("word", "value"), [("1", True), ("Yes", True), ("off", False), ("", False)])
def test_flags(monkeypatch, word, value):
    monkeypatch.setenv("KARAVAN_X", word)
    assert env.flag("KARAVAN_X", not value) is value


@pytest.mark.parametrize(
    ("read", "value"),
    [(lambda: env.flag("KARAVAN_X", False), "perhaps"), (lambda: env.number("KARAVAN_X", 1), "many")],
)
def test_what_cannot_be_understood_is_named(monkeypatch, read, value):
    monkeypatch.setenv("KARAVAN_X", value)
    with pytest.raises(env.BadSetting, match=f"KARAVAN_X='{value}'"):
        read()


def test_words(monkeypatch):
    monkeypatch.setenv("KARAVAN_X", " a, ,b ")
    assert env.words("KARAVAN_X") == ["a", "b"]


def test_sqlite_is_the_default():
    found = env.database("", default_file=Path("/var/lib/karavan/k.sqlite3"))
    assert (found["ENGINE"], found["NAME"]) == ("django.db.backends.sqlite3", "/var/lib/karavan/k.sqlite3")


def test_postgresql_by_url():
    found = env.database("postgresql://kara:p%40ss@db.local:5433/karavan", default_file=Path("x"))
    names = ["ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT"]
    assert [found[name] for name in names] == [
        "django.db.backends.postgresql", "karavan", "kara", "p@ss", "db.local", "5433",
    ]  # fmt: skip


def test_other_databases_are_refused():
    with pytest.raises(env.BadSetting, match="mysql"):
        env.database("mysql://root@localhost/x", default_file=Path("x"))


def test_mail_servers_by_url():
    assert env.mail("") == env.Mail()
    assert env.mail("smtp://kara%40city.ru:p%3Ass@mail.local") == env.Mail(
        host="mail.local", port=587, user="kara@city.ru", password="p:ss", starttls=True
    )
    assert env.mail("smtps://mail.local:4650") == env.Mail(host="mail.local", port=4650, tls=True)
    assert env.mail("smtp+plain://127.0.0.1") == env.Mail(host="127.0.0.1", port=25)


@pytest.mark.parametrize("url", ["mail.local", "https://mail.local", "smtp://", "smtp://mail.local:many"])
def test_a_mail_server_that_cannot_be_understood_is_named_without_its_password(url):
    with pytest.raises(env.BadSetting, match="KARAVAN_EMAIL_URL"):
        env.mail(url)
