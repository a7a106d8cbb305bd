"""Every verb of the journal has words."""

import re
from pathlib import Path

from karavan.office.kit.verbs import VERBS, phrase

SOURCE = Path(__file__).resolve().parents[3] / "src" / "karavan"
VERB = re.compile(r'"([a-z_]+\.[a-z_]+)"')
# Names of scheduled tasks, templates and the like, which look the same.
OTHER = re.compile(
    r"^(trash\.purge$|karavan|chat|table\.xlsx|programme\.(event|programme|session)$|people\.organisation$"
    r"|places\.place$|office)\b"
)


def recorded():
    """Verbs in the actions of all rooms."""
    patterns = ("*/actions/*.py", "*/actions.py", "*/*/actions/*.py", "*/*/actions.py")
    files = [file for pattern in patterns for file in SOURCE.glob(pattern)]
    found = {verb for file in files for verb in VERB.findall(file.read_text())}
    return {verb for verb in found if not OTHER.match(verb)}


def test_every_verb_has_words():
    verbs = recorded()
    assert len(verbs) > 60
    assert sorted(verbs - VERBS.keys()) == []


def test_an_unknown_verb_is_told_all_the_same():
    assert phrase("thing.done") == "изменение (thing.done)"
