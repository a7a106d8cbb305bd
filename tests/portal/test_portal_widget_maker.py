"""The page where an institution makes its widget."""

from html.parser import HTMLParser
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from factories.people import make_organisation
from karavan.portal.widget.form import parameters
from portal.reading import Read


def codes(page: Read) -> dict[str, str]:
    """The texts to copy, as a browser would give them."""
    return {area["id"]: "".join(area._texts()).removeprefix("\n") for area in page.all("textarea")}


class Tags(HTMLParser):
    """Elements of a piece of code: (tag, attributes)."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def checked(page: Read, name: str) -> list[str]:
    """Values chosen in a field."""
    return [
        one.attributes.get("value", "on" if one.attributes.get("type") == "checkbox" else "")
        for one in page.all("input", name=name)
        if "checked" in one.attributes or one.attributes.get("type") not in {"radio", "checkbox"}
    ]


def fields(page: Read) -> list[tuple[str, str]]:
    """What a browser sends of the form as it stands."""
    form = page.one("form", class_="maker__form")
    names = list(dict.fromkeys(one["name"] for one in form.all("input")))
    return [(name, value) for name in names for value in checked(page, name)]


def errors(page: Read) -> dict[str, str]:
    """Messages at fields, by the id of the field."""
    return {
        element["id"].removeprefix("maker-").removesuffix("_error"): element.text
        for element in page.all("p", class_="field__error")
    }


def test_the_first_visit_offers_the_whole_city(city, read):
    page = read("/widget/")
    assert page.headings == [
        "Афиша на ваш сайт",
        "Чья афиша",
        "Что показывать",
        "Как выглядит",
        "Так это будет выглядеть",
        "Код",
        "Куда вставить",
    ]
    assert page.one("iframe")["src"] == "/widget/show/?theme=light"
    assert codes(page) == {
        "code-script": '<script src="http://127.0.0.1:8000/widget.js" data-show="list" data-lang="ru" '
        'data-theme="light" data-title="Челябинск" referrerpolicy="no-referrer" async></script>\n'
        '<noscript><a href="http://127.0.0.1:8000/events/">Афиша: Челябинск</a></noscript>',
        "code-frame": '<iframe src="http://127.0.0.1:8000/widget/show/?theme=light" title="Афиша: Челябинск" '
        'width="100%" height="1240" style="border:0" loading="lazy" referrerpolicy="no-referrer"></iframe>',
    }
    assert "frame-src 'self'" in page.response["Content-Security-Policy"]
    assert page.response["Cache-Control"] == "public, max-age=60, stale-while-revalidate=300"
    assert read("/en/widget/").headings[0] == "Events on your site"


def test_words_find_the_institution(city, read):
    page = read("/widget/?find=филармония")
    options = {one["value"]: one for one in page.all("input", name="whose")}
    assert list(options)[:2] == ["city", f"organisation:{city.philharmonic.pk}"]
    assert {value.partition(":")[0] for value in list(options)[2:]} == {"place"}
    page = read(f"/widget/?organisation={city.philharmonic.pk}")
    assert checked(page, "whose") == [f"organisation:{city.philharmonic.pk}"]
    assert 'data-title="Филармония"' in codes(page)["code-script"]


def test_the_form_leads_to_one_short_address(city, client):
    sent = [
        ("find", ""),
        ("whose", f"place:{city.library.pk}"),
        ("show", "week"),
        ("event", ""),
        ("kind", "film"),
        ("kind", "concert"),
        ("free", "on"),
        ("count", "3"),
        ("posters", "off"),
        ("lang", "en"),
        ("theme", "auto"),
        ("paper", "#fbfaf7"),
        ("ink", "#000000"),
        ("accent", "#c2410c"),
    ]
    response = client.get("/widget/", sent)
    assert response.status_code == 302
    assert response["Location"] == (
        "/widget/?theme=auto&show=week&lang=en&count=3&posters=off&ink=%23000000"
        f"&kind=concert,film&max_price=0&place={city.library.pk}"
    )
    page = Read(client.get(response["Location"]))
    again = client.get("/widget/", fields(page))
    assert again["Location"] == response["Location"]
    assert page.links("canonical")[0]["href"] == "http://127.0.0.1:8000" + response["Location"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "theme=dark&show=event&event={concert}",
        "theme=auto",
        "district=leninsky&audience=children&q=хор",
        "paper=%23ffffff&ink=%23111111&accent=%23aa0000&max_price=300",
        "find=библиотека&organisation={branch}",
    ],
)
def test_what_the_form_shows_it_sends(city, client, query):
    address = query.format(concert=city.concert.pk, branch=city.branch.pk)
    page = Read(client.get(f"/widget/?{address}"))
    assert page.response.status_code == 200
    sent = client.get("/widget/", fields(page))
    assert sorted(parse_qsl(urlsplit(sent["Location"]).query)) == sorted(parse_qsl(address))


def test_the_codes_ask_for_what_the_preview_shows(city, read):
    page = read(f"/widget/?show=week&kind=concert&place={city.house.pk}&paper=%23ffffff")
    preview = parse_qs(urlsplit(page.one("iframe")["src"]).query)
    (frame,) = Tags(codes(page)["code-frame"]).found
    assert parse_qs(urlsplit(frame[1]["src"]).query) == preview
    script = Tags(codes(page)["code-script"]).found[0][1]
    assert script == {
        "src": "http://127.0.0.1:8000/widget.js",
        "data-show": "week",
        "data-query": f"kind=concert&place={city.house.pk}",
        "data-lang": "ru",
        "data-theme": "light",
        "data-paper": "#ffffff",
        "data-title": "Концертный дом",
        "referrerpolicy": "no-referrer",
        "async": None,
    }


def test_the_code_of_one_event_has_its_title(city, read):
    page = read(f"/widget/?show=event&event={city.concert.pk}")
    tags = Tags(codes(page)["code-script"]).found
    assert tags[0][1]["data-title"] == "Вечер камерной музыки"
    assert tags[2][1]["href"] == f"http://127.0.0.1:8000/events/?event={city.concert.pk}"


def test_hostile_names_and_words_stay_inside_the_code(city, read):
    owner = make_organisation(name="Дом \"Мир\" & 'Труд' <b", short_name="Дом \"Мир\" & 'Труд' <b")
    page = read(f"/widget/?organisation={owner.pk}&q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    tags = Tags(codes(page)["code-script"]).found
    assert [tag for tag, _attributes in tags] == ["script", "noscript", "a"]
    assert tags[0][1]["data-title"] == "Дом \"Мир\" & 'Труд' <b"
    asked = parse_qs(str(tags[0][1]["data-query"]))
    assert asked == {"q": ['"><script>alert(1)</script>'], "organisation": [str(owner.pk)]}
    assert [tag for tag, _attributes in Tags(codes(page)["code-frame"]).found] == ["iframe"]
    assert [script.text for script in page.all("script") if script.text] == []


def test_what_came_along_is_kept_and_can_be_left(city, read):
    page = read("/widget/?district=leninsky&kind=concert&max_price=300")
    assert {(one["name"], one["value"]) for one in page.all("input", type="hidden")} == {
        ("district", "leninsky"),
        ("max_price", "300"),
    }
    assert [link["href"] for link in page.all("a") if link.text == "Без них"] == ["/widget/?kind=concert"]


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("count=99", "count", "Нужно целое число от 1 до 12."),
        ("count=много", "count", "Нужно целое число от 1 до 12."),
        ("show=event&event=концерт", "event", "Нужны номера записей: целые числа больше нуля."),
        ("show=event", "event", "Укажите номер события: он стоит в адресе его страницы."),
        ("ink=red", "ink", "Нужен цвет вида #c2410c."),
    ],
)
def test_errors_stand_at_their_field(city, read, query, field, message):
    page = read(f"/widget/?{query}")
    assert errors(page)[field].startswith(message)
    assert (codes(page), page.all("iframe")) == ({}, [])
    typed = query.rpartition("=")[2]
    if typed in {"99", "много", "концерт"}:
        assert checked(page, field) == [typed]


def test_what_has_no_field_is_named_above(city, read):
    page = read("/widget/?colour=red&district=nowhere")
    lines = page.all(class_="notice")[0].all("li")
    assert sorted(line.text.partition(":")[0] for line in lines) == ["colour", "district"]


def test_an_address_of_an_event_is_as_good_as_its_number():
    for typed in ("7", "/events/7/", "https://afisha.example/en/events/7/?from=mail#top", " 7 "):
        assert parameters([("show", "event"), ("event", typed)]) == [("show", "event"), ("event", "7")]
    assert parameters([("show", "event"), ("event", "/places/7/")])[1] == ("event", "/places/7/")


def test_colours_that_cannot_be_read_are_told_with_a_better_one(city, read):
    page = read("/widget/?paper=%23ffffff&ink=%23888888")
    assert errors(page) == {"ink": "На таком фоне не прочесть: контраст 3,5 к 1, а нужно хотя бы 4,5."}
    (better,) = page.all("p", class_="maker__better")
    assert better.one("a").text == "взять #767676"
    assert better.one("a")["href"] == "/widget/?ink=%23767676&paper=%23ffffff"
    assert errors(read(better.one("a")["href"])) == {}
    # The widget can be shown and taken all the same.
    assert sorted(codes(page)) == ["code-frame", "code-script"]


def test_a_colour_must_be_read_in_both_themes(city, read):
    assert errors(read("/widget/?accent=%23b02000")) == {}
    assert sorted(errors(read("/widget/?accent=%23b02000&theme=auto"))) == ["accent"]
    assert sorted(errors(read("/widget/?paper=%23777777"))) == ["accent", "ink"]
