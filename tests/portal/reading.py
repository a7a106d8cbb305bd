"""Reads a page: the texts, links and attributes of its elements."""

import re
from html.parser import HTMLParser
from typing import Any

VOID = frozenset({"meta", "link", "input", "img", "br", "hr", "source", "path", "circle", "rect", "polygon"})


class Element:
    """An element with what lies in it; ``text`` joins all of it with single spaces."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parts: list[str | Element] = []

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self._texts())).strip()

    def _texts(self) -> list[str]:
        return [text for part in self.parts for text in ([part] if isinstance(part, str) else part._texts())]

    def walk(self) -> "list[Element]":
        """Every element below, in reading order."""
        return [found for part in self.parts if isinstance(part, Element) for found in [part, *part.walk()]]

    def all(self, tag: str = "", **attributes: str) -> "list[Element]":
        """Elements below with this tag, and these words in these attributes (``class_`` for class)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.walk()
            if tag in {"", element.tag}
            and all(value in element.attributes.get(name, "").split() for name, value in wanted.items())
        ]

    def one(self, tag: str = "", **attributes: str) -> "Element":
        """The only such element."""
        (found,) = self.all(tag, **attributes)
        return found


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.stack = [Element("page", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.stack[-1].parts.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.stack[-1].parts.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.stack[-1].tag == tag, f"</{tag}> closes <{self.stack[-1].tag}>"
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        self.stack[-1].parts.append(data)


class Read(Element):
    """A response as a tree; every element is closed in its order."""

    def __init__(self, response: Any) -> None:
        super().__init__("page", {})
        self.response = response
        builder = _Builder()
        builder.feed(response.content.decode())
        assert len(builder.stack) == 1
        self.parts = builder.stack[0].parts

    @property
    def titles(self) -> list[str]:
        """Titles of the cards."""
        return [element.text for element in self.all(class_="card__title")]

    @property
    def headings(self) -> list[str]:
        return [element.text for element in self.walk() if element.tag in {"h1", "h2"}]

    def meta(self, name: str) -> list[str]:
        return [
            element["content"]
            for element in self.all("meta")
            if name in {element.attributes.get("name"), element.attributes.get("property")}
        ]

    def links(self, rel: str) -> list[Element]:
        return self.all("link", rel=rel)

    def facet(self, title: str) -> dict[str, tuple[str, str]]:
        """Options of a facet: label → (count, address)."""
        for element in self.all("details", class_="facet"):
            if element.one("summary").text == title:
                return {
                    option.one(class_="facet__label").text: (
                        "".join(count.text for count in option.all(class_="facet__count")),
                        option["href"],
                    )
                    for option in element.all("a")
                }
        raise AssertionError(title)

    def chips(self, label: str) -> dict[str, str]:
        """Chips of a row: label → address."""
        for element in self.all("nav"):
            if element.attributes.get("aria-label") == label:
                return {chip.text: chip["href"] for chip in element.all("a")}
        return {}
