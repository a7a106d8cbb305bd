"""The programme's strings are all there in Russian."""

import ast
import re
from pathlib import Path

import polib

import karavan.programme

ROOM = Path(karavan.programme.__file__).parent
FRAGMENT = ROOM.parent / "locale" / "ru" / "LC_MESSAGES" / "programme.po"


def msgids() -> set[str]:
    found = set()
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                assert isinstance(node.args[0], ast.Constant)
                found.add(node.args[0].value)
    return found


def test_every_string_is_translated_and_no_translation_is_left_over():
    fragment = polib.pofile(str(FRAGMENT))
    assert {entry.msgid for entry in fragment if entry.translated()} == msgids()
    assert len(msgids()) > 100


def test_placeholders_are_the_same():
    placeholder = re.compile(r"%\(\w+\)[sd]")
    wrong = [
        entry.msgid
        for entry in polib.pofile(str(FRAGMENT))
        if sorted(placeholder.findall(entry.msgid)) != sorted(placeholder.findall(entry.msgstr))
    ]
    assert wrong == []
