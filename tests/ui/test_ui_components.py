import datetime as dt
import re
from pathlib import Path

import brotli
import pytest
from django import forms
from django.conf import settings as django_settings
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

from karavan.ui import icons
from karavan.ui.finders import fonts_folder
from karavan.ui.fonts import ensure_fonts
from karavan.ui.gallery import gallery
from karavan.ui.parts import (
    Access,
    Badge,
    Card,
    Chip,
    Column,
    Facet,
    Fact,
    LanguageLink,
    Link,
    Option,
    Poster,
    Table,
)

UI = Path(__file__).parents[2] / "src/karavan/ui"


def draw(source: str, **context: object) -> str:
    with translation.override("en"):
        return Template("{% load ui %}" + source).render(Context(context))


def words(html: str) -> str:
    """What a reader gets: the text without tags, spaces joined."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).replace("&nbsp;", " ").replace("\u00a0", " ").split())


def test_icon_is_hidden_unless_it_has_a_label() -> None:
    assert draw('{% icon "x" %}') == (
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        '<path d="M18 6 6 18"/><path d="m6 6 12 12"/></svg>'
    )
    assert re.findall(r'(?:role|aria-\w+)="[^"]*"', draw('{% icon "x" label %}', label='A "b"')) == [
        'role="img"',
        'aria-label="A &quot;b&quot;"',
    ]


def test_every_listed_icon_exists_and_no_other_is_served() -> None:
    for name in icons.ICONS:
        assert icons.icon_svg(name).count("<svg") == 1
    with pytest.raises(icons.UnknownIcon, match="award"):
        icons.icon_svg("award")
    with pytest.raises(icons.UnknownIcon):
        icons.icon_svg("../../package")


CARD = Card(
    "Вишнёвый сад & <b>", "/e/1", when="19:00", kind="theatre", kind_label="Play", age="16+",
    place="Theatre", distance="22 min",
    price="from 400 ₽", price_mine="212 ₽ for you", access=Access("unknown", "no steps", "asked in May"),
    badges=[Badge("demo", "demo")], poster=Poster(family="theatre", seed="1"),
)  # fmt: skip


def test_card_says_everything_in_order() -> None:
    html = draw("{% card card %}", card=CARD)
    assert words(html) == (
        "19:00 Play 16+ demo Вишнёвый сад &amp; &lt;b&gt; Theatre · 22 min from 400 ₽ 212 ₽ for you "
        "Unknown: no steps , asked in May"
    )
    assert re.findall(r'href="([^"]*)"', html) == ["/e/1"]
    assert re.findall(r"<(h\d)", html) == ["h3"]
    assert re.findall(r"<(h\d)", draw("{% card card level=2 %}", card=CARD)) == ["h2"]


def test_card_takes_a_dict_and_draws_a_poster_of_its_own() -> None:
    html = draw("{% card card %}", card={"title": "Walk", "url": "/e/2", "kind": "tour"})
    assert words(html) == "Walk"
    assert html.count('aria-hidden="true"') == 1
    assert draw('{% poster "tour" "/e/2" %}') in html


def test_card_with_a_picture_is_lazy_with_a_size() -> None:
    card = Card("Walk", "/e/2", poster=Poster(src="/p.svg", src_dark="/d.svg"))
    assert re.findall(r"<(?:img|source)[^>]*>", draw("{% card card %}", card=card)) == [
        '<source media="(prefers-color-scheme: dark)" srcset="/d.svg">',
        '<img class="poster" src="/p.svg" alt="" width="400" height="300" loading="lazy" decoding="async">',
    ]
    assert 'loading="lazy"' not in draw("{% card card lazy=False %}", card=card)


def test_long_when_is_set_as_words() -> None:
    assert [Card("", "", when=when).when_is_words for when in ("19:00", "23–25 ноября")] == [False, True]


@pytest.mark.parametrize(
    ("value", "text"),
    [("yes", "Accessible: ramp"), ("no", "Not accessible: ramp"), ("unknown", "Unknown: ramp")],
)
def test_access_tells_its_value_in_words_and_form(value: str, text: str) -> None:
    html = draw('{% access value "ramp" %}', value=value)
    assert words(html) == text
    assert html == draw("{% access mark %}", mark=Access(value, "ramp"))  # type: ignore[arg-type]


def test_three_access_marks_have_three_forms() -> None:
    forms_ = {
        re.search(r"<svg.*?</svg>", draw('{% access value "x" %}', value=v), re.DOTALL)[0]
        for v in ("yes", "no", "unknown")
    }  # type: ignore[index]
    assert len(forms_) == 3


def test_date_block() -> None:
    html = draw("{% date_block day %}", day=dt.date(2026, 11, 23))
    assert words(html) == "23 November Monday"
    assert re.findall(r'datetime="([^"]*)"', html) == ["2026-11-23"]


def test_chips_mark_the_active_one_and_the_removable() -> None:
    html = draw(
        '{% chips chips "Days" %}',
        chips=[
            Chip("Today", "?d=1", active=True, count=1200),
            Chip("Free", "?", remove=True),
            Chip("All", "?a", icon="baby"),
        ],
    )
    assert words(html) == "Today 1\u202f200 Remove: Free All".replace("\u202f", " ")
    assert re.findall(r'href="([^"]*)"( aria-current="true")?', html) == [
        ("?d=1", ' aria-current="true"'),
        ("?", ""),
        ("?a", ""),
    ]


def test_facet_opens_when_something_in_it_is_set() -> None:
    closed = Facet("Kind", [Option("Play", "?k=1", 3)])
    chosen = Facet("Kind", [Option("Play", "?", 3, active=True)])
    assert [one.shown_open for one in (closed, chosen, Facet("Kind", [], open=True))] == [False, True, True]
    assert words(draw("{% facet facet %}", facet=closed)) == "Kind Play 3"
    assert words(draw("{% filters facets %}", facets=[chosen])) == "Filters (1) Kind Play 3"


def test_pager_and_breadcrumb() -> None:
    assert draw("{% pager %}").strip() == ""
    assert re.findall(r'rel="next" href="([^"]*)"', draw('{% pager next_url="?cursor=a" %}')) == ["?cursor=a"]
    html = draw("{% breadcrumb links %}", links=[Link("Home", "/"), Link("Play")])
    assert words(html) == "Home Play"
    assert html.count('aria-current="page"') == 1


@pytest.mark.parametrize("kind", ["info", "success", "warning", "error", "demo"])
def test_notices(kind: str) -> None:
    html = draw('{% notice kind text title="Title" %}', kind=kind, text="Text <i>")
    assert words(html) == "Title Text &lt;i&gt;"
    assert ('role="alert"' in html) == (kind == "error")


def test_facts_table_and_empty_state() -> None:
    facts = [Fact("Where", [Link("Theatre", "/p/1"), "Street 1"]), Fact("Nothing", [])]
    assert words(draw("{% facts facts %}", facts=facts)) == "Where Theatre Street 1"
    table = Table(
        "Halls", [Column("Hall"), Column("Seats", numeric=True)], [[Link("Big", "/h/1"), 720], ["Small", 40]]
    )
    html = draw("{% table table %}", table=table)
    assert words(html) == "Halls Hall Seats Big 720 Small 40"
    assert html.count('scope="row"') == 2
    with pytest.raises(ValueError, match="zip"):
        draw("{% table table %}", table=Table("Halls", [Column("Hall")], [["Big", 720]]))
    assert words(draw('{% empty "None" "Try" links %}', links=[Link("All", "/")])) == "None Try All"


class Sample(forms.Form):
    name = forms.CharField(help_text="As on the ticket")
    note = forms.CharField(required=False)
    way = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def test_field_ties_label_help_and_error_together() -> None:
    form = Sample({"note": "kept <typed>", "way": "z"})
    html = draw("{% field form.name %}", form=form)
    assert re.findall(r'(?:for|id|aria-[a-z]+)="[^"]*"', html.split("<svg")[0] + html.split("</svg>")[1]) == [
        'for="id_name"', 'id="id_name_help"', 'id="id_name_error"',
        'aria-describedby="id_name_help id_name_error"',
        'aria-invalid="true"', 'id="id_name"',
    ]  # fmt: skip
    assert words(html) == "Name As on the ticket This field is required."
    note = draw("{% field form.note %}", form=form)
    assert words(note) == "Note (optional)"
    assert re.findall(r'value="([^"]*)"', note) == ["kept &lt;typed&gt;"]
    way = draw("{% field form.way %}", form=form)
    assert (way.count("<fieldset"), way.count("<legend"), way.count('aria-describedby="id_way_error"')) == (
        1,
        1,
        1,
    )
    assert (
        draw("{% field form.token %}", form=form).strip()
        == '<input type="hidden" name="token" id="id_token">'
    )


def test_page_skeleton_carries_what_search_and_previews_need() -> None:
    context = {
        "site_name": "Karavan",
        "description": "What is on",
        "canonical_url": "https://example.org/",
        "languages": [
            LanguageLink("ru", "RU", "https://example.org/", current=True),
            LanguageLink("en", "EN", "https://example.org/en/"),
        ],
        "nav": [Link("Events", "/", current=True), Link("Places", "/places/")],
        "og_image": "https://example.org/og.png",
        "vision": {"size": "150"},
        "theme": "dark",
    }
    with translation.override("ru"):
        html = render_to_string("ui/base.html", context)
    assert re.findall(r"<html[^>]*>", html) == ['<html lang="ru" data-theme="dark" data-vision-size="150">']
    assert re.findall(r'hreflang="([^"]*)" href="([^"]*)"', html) == [
        ("ru", "https://example.org/"),
        ("x-default", "https://example.org/"),
        ("en", "https://example.org/en/"),
    ]
    assert re.findall(r'property="(og:[\w_]+)"', html) == [
        "og:site_name", "og:type", "og:locale", "og:description", "og:url", "og:image",
    ]  # fmt: skip
    assert (
        html.count('rel="canonical"') == html.count('class="skip"') == html.count('aria-current="page"') == 1
    )
    assert "openstreetmap.org/copyright" in html


def test_500_renders_without_a_context() -> None:
    html = get_template("500.html").render()
    assert re.findall(r"<h1>(.*)</h1>", html) == ['У нас <span class="nowrap">что-то</span> сломалось']


def test_404_renders_without_a_context() -> None:
    with translation.override("en"):
        html = get_template("404.html").render()
    assert re.findall(r"<h1>([^<]*)</h1>", html) == ["There is no such page"]
    assert re.findall(r"<title>([^<]*)</title>", html) == ["There is no such page"]


def test_nothing_is_inline() -> None:
    """The content security policy allows no inline style, script or handler."""
    for path in (UI / "templates").rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        assert re.findall(r'\sstyle="|<style|<script|\son\w+="', source) == [], path.name
    html = gallery(RequestFactory().get("/ui/")).content.decode()
    assert re.findall(r'\sstyle="|<style|<script|\son\w+="', html) == []


def test_every_template_says_what_it_takes() -> None:
    parts = sorted((UI / "templates/ui/parts").glob("*.html"))
    assert [
        path.name for path in parts if not path.read_text(encoding="utf-8").startswith("{% comment %}")
    ] == []


def test_reference_names_every_tag_and_filter() -> None:
    from karavan.ui.templatetags.ui import register

    text = (Path(__file__).parents[2] / "docs/reference/ui.md").read_text(encoding="utf-8")
    names = {*register.tags, *register.filters}
    assert {name for name in names if f"`{name}`" not in text and f"% {name} " not in text} == set()


def test_styles_and_type_of_a_first_load_leave_room_for_the_page() -> None:
    """Of 120 kB over the wire, 80 go to type and styles at most."""
    fonts = ensure_fonts(Path(django_settings.NODE_MODULES), fonts_folder())
    styles = [
        len(brotli.compress((UI / "static/ui/css" / name).read_bytes()))
        for name in ("tokens.css", "base.css", "components.css")
    ]
    assert len(fonts) == 4
    assert sum(path.stat().st_size for path in fonts) + sum(styles) <= 80_000


def test_russian_is_complete() -> None:
    import polib

    po = polib.pofile(str(UI.parent / "locale/ru/LC_MESSAGES/ui.po"))
    assert po.untranslated_entries() + po.fuzzy_entries() == []
    known = {entry.msgid for entry in po}
    used = set()
    for path in (UI / "templates").rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        used |= set(re.findall(r'{% translate "([^"]+)"', source)) | set(
            re.findall(r'_\("([^"]+)"\)', source)
        )
    for path in UI.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        used |= set(re.findall(r'\b_\("([^"]+)"\)', source)) | set(
            re.findall(r'pgettext\("\w+", "([^"]+)"\)', source)
        )
        used |= set(re.findall(r'ngettext\("([^"]+)"', source))
    assert used == known
