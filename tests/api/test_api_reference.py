"""The page in docs names what the code has."""

import re
from pathlib import Path

from karavan.api import openapi
from karavan.api.asking import LIST_PARAMETERS
from karavan.catalogue.querystring import DIRECTORY_PARAMETERS, EVENT_PARAMETERS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "api.md").read_text()


def rows(title):
    section = PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)


def test_every_address_is_listed():
    assert rows("Resources") == ["/api/v1/", *openapi.document()["paths"]]


def test_every_parameter_is_listed():
    assert rows("Parameters of events, sessions and feeds") == list(EVENT_PARAMETERS)
    assert rows("How the answer looks") == list(LIST_PARAMETERS)
    for kind, names in DIRECTORY_PARAMETERS.items():
        words = " ".join(PAGE.split())
        assert f"{kind}s take `{', '.join(names)}`" in words.replace("Places take", "places take")
