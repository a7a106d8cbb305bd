import os
import subprocess
import sys

import pytest
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from karavan.config import guard


@pytest.fixture
def production(settings):
    settings.DEMO = False
    settings.DEBUG = False
    settings.SECRET_KEY = "x" * 50
    settings.ALLOWED_HOSTS = ["kultura.example"]
    return settings


def test_a_proper_production_starts(production):
    guard.refuse_unsafe_start()
    assert guard.problems() == []


@pytest.mark.parametrize(
    ("setting", "value", "code", "variable"),
    [
        ("SECRET_KEY", "demonstration-secret-never-for-production", "E001", "KARAVAN_SECRET_KEY"),
        ("SECRET_KEY", "short", "E002", "KARAVAN_SECRET_KEY"),
        ("DEBUG", True, "E003", "KARAVAN_DEBUG"),
        ("ALLOWED_HOSTS", [], "E004", "KARAVAN_HOSTS"),
        ("ALLOWED_HOSTS", ["kultura.example", "*"], "E005", "KARAVAN_HOSTS"),
        ("SITES_LOCAL", ["127.0.0.1:8099"], "E006", "KARAVAN_SITES_LOCAL"),
    ],
)
def test_each_danger_is_refused_and_named(production, setting, value, code, variable):
    setattr(production, setting, value)
    assert [(problem.code, problem.variable) for problem in guard.problems()] == [(code, variable)]
    with pytest.raises(ImproperlyConfigured, match=variable):
        guard.refuse_unsafe_start()
    errors = [found.id for found in checks.run_checks(tags=["production"], include_deployment_checks=True)]
    assert f"karavan.{code}" in errors


def test_a_demonstration_may_do_all_that(production):
    production.DEMO = True
    production.SECRET_KEY = production.DEMO_SECRET
    production.ALLOWED_HOSTS = ["*"]
    assert guard.problems() == []


def test_the_public_address_should_be_https_and_mail_go_out(production):
    def warnings():
        return [found.id for found in checks.run_checks(tags=["production"], include_deployment_checks=True)]

    production.MAIL_SENT = True
    production.HTTPS = False
    assert warnings() == ["karavan.W001"]
    production.HTTPS = True
    production.TRUSTED_PROXIES = []
    assert warnings() == ["karavan.W002"]
    production.TRUSTED_PROXIES = ["127.0.0.1"]
    assert warnings() == []
    production.MAIL_SENT = False
    assert warnings() == ["karavan.W003"]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KARAVAN_")}
    clean["DJANGO_SETTINGS_MODULE"] = "karavan.config.settings"
    return subprocess.run(
        [sys.executable, *arguments],
        check=False,
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments", [["-m", "karavan.config.command", "serve"], ["-m", "karavan.config.command", "up"]]
)
def test_serve_and_up_refuse_to_start(arguments):
    done = run(*arguments)
    assert done.returncode == 1
    assert done.stderr.splitlines()[:3] == [
        "CommandError: Karavan does not start like this:",
        "  KARAVAN_SECRET_KEY is not set: everybody knows the demonstration secret",
        "  KARAVAN_HOSTS is empty: list the portal's own names",
    ]


@pytest.mark.slow
def test_the_application_itself_refuses_and_accepts():
    arguments = ["-c", "import karavan.config.wsgi"]
    refused = run(*arguments, KARAVAN_SECRET_KEY="y" * 50, KARAVAN_HOSTS="*")
    assert refused.returncode == 1
    assert "KARAVAN_HOSTS is open to any host" in refused.stderr
    assert run(*arguments, KARAVAN_SECRET_KEY="y" * 50, KARAVAN_HOSTS="kultura.example").returncode == 0


@pytest.mark.slow
def test_check_finds_it_too():
    done = run("-m", "karavan.config.command", "check")
    assert done.returncode == 1
    assert "(karavan.E001) KARAVAN_SECRET_KEY" in done.stderr
    assert run("-m", "karavan.config.command", "check", KARAVAN_DEMO="1").returncode == 0
