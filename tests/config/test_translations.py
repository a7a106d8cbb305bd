import gettext

import polib
import pytest
from django.conf import settings

from karavan.config.translations.compiling import TranslationConflict, compile_all, key_of, merge
from karavan.config.translations.extracting import extract, from_python, from_template

HEAD = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=n!=1;\\n"\n'
)


def write(folder, name, text):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(HEAD + text, encoding="utf-8")


def test_fragments_become_one_catalogue(tmp_path):
    folder = tmp_path / "ru" / "LC_MESSAGES"
    write(folder, "one.po", 'msgid "Yes"\nmsgstr "Да"\n\nmsgctxt "month"\nmsgid "May"\nmsgstr "Май"\n')
    write(
        folder,
        "two.po",
        'msgid "Yes"\nmsgstr "Да"\n\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "в"\nmsgstr[1] "г"\n',
    )

    (done,) = compile_all(tmp_path)
    assert (done.language, done.fragments, done.messages) == ("ru", 2, 3)
    with done.file.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    found = [catalogue.gettext("Yes"), catalogue.pgettext("month", "May"), catalogue.ngettext("a", "b", 5)]
    assert found == ["Да", "Май", "г"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('msgid "Yes"\nmsgstr "Ага"\n', "translated otherwise in one.po"),
        ('#, fuzzy\nmsgid "No"\nmsgstr "Нет"\n', "no finished translation"),
        ('msgid "No"\nmsgstr ""\n', "no finished translation"),
    ],
)
def test_contradictions_and_gaps_are_named(tmp_path, text, message):
    write(tmp_path, "one.po", 'msgid "Yes"\nmsgstr "Да"\n')
    write(tmp_path, "two.po", text)
    with pytest.raises(TranslationConflict, match=message):
        merge(tmp_path)


def test_messages_of_python():
    text = (
        '_("a" "b"); ngettext("one", "many", n); pgettext_lazy("x", "y"); '
        'translation.gettext("q"); f("no"); _(n)'
    )
    found = [(message.context, message.text, message.plural) for message in from_python(text, "f.py")]
    assert sorted(found, key=str) == [
        ("x", "y", None), (None, "ab", None), (None, "one", "many"), (None, "q", None),
    ]  # fmt: skip


def test_messages_of_templates():
    text = (
        '{% translate "It\'s (fine)" %}{{ x|default:_("none") }}{% translate "May" context "month" %}\n'
        "{% blocktranslate count n=rows %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}"
        "{% blocktranslate trimmed %}\n  two\n  lines (really)\n{% endblocktranslate %}"
    )
    found = [(message.context, message.text, message.plural) for message in from_template(text, "t.html")]
    assert sorted(found, key=str) == [
        ("month", "May", None),
        (None, "It's (fine)", None),
        (None, "%(n)s row", "%(n)s rows"),
        (None, "none", None),
        (None, "two lines (really)", None),
    ]


def test_every_message_has_its_russian():
    known = {
        key_of(entry): entry for entry in merge(settings.SRC / "karavan" / "locale" / "ru" / "LC_MESSAGES")
    }
    messages = extract(settings.SRC / "karavan")
    assert len(messages) > 100
    assert [f"{message.place}: {message.text!r}" for message in messages if message.key not in known] == []
    without_forms = [
        message.text
        for message in messages
        if message.plural and sorted(known[message.key].msgstr_plural) != [0, 1, 2]
    ]
    assert without_forms == []


def test_placeholders_survive_translation():
    import re

    pattern = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
    wrong = []
    for entry in merge(settings.SRC / "karavan" / "locale" / "ru" / "LC_MESSAGES"):
        source = set(pattern.findall(entry.msgid + entry.msgid_plural))
        texts = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        # One of the forms may say "one" in words; what it must not do is ask for what is not there.
        if any(set(pattern.findall(text)) - source for text in texts) or (
            not entry.msgid_plural and set(pattern.findall(entry.msgstr)) != source
        ):
            wrong.append(entry.msgid)
    assert wrong == []


def test_nothing_is_translated_that_nobody_asks_for():
    asked = {message.key for message in extract(settings.SRC / "karavan")}
    folder = settings.SRC / "karavan" / "locale" / "ru" / "LC_MESSAGES"
    unused = [
        f"{file.name}:{entry.linenum}: {entry.msgid!r}"
        for file in sorted(folder.glob("*.po"))
        for entry in polib.pofile(str(file))
        if key_of(entry) not in asked
    ]
    assert unused == []
