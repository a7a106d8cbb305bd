"""Merges ``locale/<language>/LC_MESSAGES/*.po`` and compiles them (docs/adr/0010-polib.md)."""

from dataclasses import dataclass
from pathlib import Path

import polib

from karavan.kernel.files import write_whole

Key = tuple[str | None, str]


class TranslationConflict(ValueError):
    """Fragments contradict each other or are unfinished; one line of the message for each place."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """What became of one language."""

    language: str
    fragments: int
    messages: int
    file: Path


def key_of(entry: polib.POEntry) -> Key:
    """What gettext looks a message up by: its context and its text."""
    return entry.msgctxt, entry.msgid


def _translation(entry: polib.POEntry) -> str | tuple[str, ...]:
    if entry.msgid_plural:
        return tuple(entry.msgstr_plural[number] for number in sorted(entry.msgstr_plural))
    text: str = entry.msgstr
    return text


def merge(folder: Path) -> polib.POFile:
    """All fragments of one language in one catalogue.

    Raises :class:`TranslationConflict` for a message translated in two ways, a fuzzy or an empty one, and for
    headers whose plural forms differ.
    """
    merged = polib.POFile()
    seen: dict[Key, tuple[polib.POEntry, str]] = {}
    wrong: list[str] = []
    for file in sorted(folder.glob("*.po")):
        fragment = polib.pofile(str(file), encoding="utf-8")
        if not merged.metadata:
            merged.metadata = dict(fragment.metadata)
        elif fragment.metadata.get("Plural-Forms") != merged.metadata.get("Plural-Forms"):
            wrong.append(f"{file.name}: Plural-Forms differ from those of the other fragments")
        for entry in fragment:
            if entry.obsolete:
                continue
            place = f"{file.name}:{entry.linenum}"
            if entry.fuzzy or not entry.translated():
                wrong.append(f"{place}: {entry.msgid!r} has no finished translation")
                continue
            earlier = seen.get(key_of(entry))
            if earlier is None:
                seen[key_of(entry)] = (entry, place)
                merged.append(entry)
            elif _translation(earlier[0]) != _translation(entry):
                # A plural beside a singular is one message to gettext; the same words may come twice.
                wrong.append(f"{place}: {entry.msgid!r} is translated otherwise in {earlier[1]}")
    if wrong:
        raise TranslationConflict("\n".join(wrong))
    return merged


def compile_all(locale: Path) -> list[Compiled]:
    """Compile every language of the folder. A file whose content stays is not touched."""
    done = []
    for folder in sorted(locale.glob("*/LC_MESSAGES")):
        merged = merge(folder)
        target = folder / "django.mo"
        content = merged.to_binary()
        if not target.exists() or target.read_bytes() != content:
            write_whole(target, content)
        fragments = len(list(folder.glob("*.po")))
        done.append(Compiled(folder.parent.name, fragments, len(merged), target))
    return done
