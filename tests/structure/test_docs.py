"""What the reference pages say is what the code has, and the other way round."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "karavan"
READERS = {"text", "flag", "number", "words"}


def variables_read() -> set[str]:
    """Names given to the functions of ``karavan.config.env`` anywhere."""
    found = set()
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            is_reader = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in READERS
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "env"
            )
            if is_reader and isinstance(node.args[0], ast.Constant):
                found.add(node.args[0].value)
    return found


def rows_of(page: str) -> list[str]:
    """The code words that begin the rows of a page's tables."""
    return re.findall(r"^\| `([^`]+)`", (ROOT / "docs" / "reference" / page).read_text(), re.MULTILINE)


def test_settings():
    listed = rows_of("settings.md")
    assert sorted(listed) == sorted(variables_read())


def test_commands():
    commands = {
        file.stem for file in SOURCE.rglob("management/commands/*.py") if not file.stem.startswith("_")
    }
    listed = [row.split()[1] for row in rows_of("commands.md") if row.startswith("karavan ")]
    assert sorted(set(listed)) == sorted(commands)


def test_make_targets():
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    listed = {row.split()[1] for row in rows_of("commands.md") if row.startswith("make ")}
    assert listed == targets


PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")], key=lambda page: str(page.relative_to(ROOT)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    local = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_adr_are_numbered_and_shaped():
    pages = sorted((ROOT / "docs" / "adr").glob("*.md"))
    numbers = [page.name[:4] for page in pages]
    assert len(numbers) == len(set(numbers))
    for page in pages:
        headings = re.findall(r"^## (.+)$", page.read_text(), re.MULTILINE)
        assert headings[:3] == ["Context", "Decision", "Consequences"], page.name


def test_the_readmes_name_the_same_commands():
    def commands(name: str) -> list[str]:
        return re.findall(r"`(make [a-z-]+)`", (ROOT / name).read_text())

    assert sorted(set(commands("README.md"))) == sorted(set(commands("README.ru.md")))


def test_the_version_is_in_the_changelog():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    text = (ROOT / "CHANGELOG.md").read_text()
    assert text.count("## [Unreleased]") == 1
    assert re.match(r"\d+\.\d+\.\d+$", version)
