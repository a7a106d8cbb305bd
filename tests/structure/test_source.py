"""The shape of the source: sizes, layers, what may be imported where."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "karavan"
MOST_LINES = 500
MOST_STATEMENTS = 50
DOMAINS = [
    "kernel",
    "people",
    "places",
    "assets",
    "programme",
    "planning",
    "catalogue",
    "hygiene",
    "notices",
    "integrations",
]
FACES_ONLY = ("django.http", "django.shortcuts", "django.forms", "ninja")
LAYERS = [
    {"config"},
    {"portal", "office", "api"},
    {"integrations"},
    {"notices"},
    {"hygiene"},
    {"catalogue"},
    {"planning"},
    {"programme"},
    {"assets"},
    {"places"},
    {"people"},
    {"ui"},
    {"kernel"},
]


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def python_files() -> list[Path]:
    return [file for file in tracked("*.py") if "migrations" not in file.parts]


def test_no_file_is_longer_than_500_lines():
    lengths = {str(file.relative_to(ROOT)): len(file.read_text().splitlines()) for file in python_files()}
    assert len(lengths) > 100
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def statements(function: ast.AST) -> int:
    """Statements of a function with those of its blocks, without nested functions and docstrings."""
    total = 0
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            continue
        if isinstance(node, ast.stmt):
            total += 1
        waiting += ast.iter_child_nodes(node)
    return total


def test_statements_are_counted():
    function = ast.parse(
        "def f():\n    x = 1\n    if x:\n        y = 2\n        def g():\n            z = 3\n    return x"
    )
    assert statements(function.body[0]) == 4


def test_no_function_has_more_than_50_statements():
    long = [
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}"
        for file in python_files()
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and statements(node) > MOST_STATEMENTS
    ]
    assert long == []


def imports_of(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("room", DOMAINS)
def test_domains_know_nothing_of_the_web(room):
    wrong = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in sorted((SOURCE / room).rglob("*.py"))
        for name in imports_of(file)
        if name.startswith(FACES_ONLY)
    ]
    assert wrong == []


def test_only_env_reads_the_environment():
    reading = re.compile(r"os\.environ(?!\.setdefault\(\"DJANGO_SETTINGS_MODULE\")|getenv")
    readers = [
        str(file.relative_to(SOURCE)) for file in SOURCE.rglob("*.py") if reading.search(file.read_text())
    ]
    assert readers == ["config/env.py"]


def test_no_foreign_key_points_up():
    height = {room: number for number, rooms in enumerate(reversed(LAYERS)) for room in rooms}

    def room_of(model) -> str | None:
        parts = model.__module__.split(".")
        return parts[1] if parts[0] == "karavan" else None

    seen, wrong = 0, []
    for model in apps.get_models(include_auto_created=True):
        own = room_of(model)
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if own is None or field.auto_created or not isinstance(target, type) or room_of(target) is None:
                continue
            seen += 1
            if height[room_of(target)] > height[own]:
                wrong.append(f"{model.__name__}.{field.name} → {target.__name__}")
    assert seen > 10
    assert wrong == []


def test_imports_go_down_only():
    done = subprocess.run(
        [ROOT / ".venv" / "bin" / "lint-imports", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_no_file_names_a_package_registry():
    # Joined here, so that this file does not name them either.
    dot = "."
    hosts = [
        dot.join(parts)
        for parts in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("npmjs", "org"),
            ("npmjs", "com"),
            ("registry", "yarnpkg"),
            ("deb", "debian", "org"),
            ("security", "debian", "org"),
            ("crates", "io"),
            ("proxy", "golang", "org"),
        )
    ]
    wrong = []
    for file in tracked():
        content = file.read_bytes()
        wrong += [f"{file.relative_to(ROOT)}: {host}" for host in hosts if host.encode() in content]
    assert wrong == []


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_scripts_may_be_run():
    listed = subprocess.run(
        ["git", "ls-files", "-s", "scripts", ".ci"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert len(listed) >= 5
    assert [line for line in listed if not line.startswith("100755")] == []
