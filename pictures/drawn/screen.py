"""A page in the making: a canvas with a width, a margin and a cursor that goes down."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from pictures.drawn.canvas import Canvas
from pictures.drawn.lettering import BOLD, HEAD, MEDIUM, TEXT, Letters, width
from pictures.drawn.tokens import size

WIDE, PHONE = 1280, 360
HEIGHT = 1180
"""What of a page is drawn, on either screen."""

NAV = ("Афиша", "Места", "Программы", "Организации", "Для меня")


class Screen(Canvas):
    """`y` is where the next part begins; `x` and `room` are the column parts go into."""

    def __init__(self, wide: int, letters: Letters) -> None:
        super().__init__(letters)
        self.width = wide
        self.wide = wide >= 960
        self.edge = size("edge", wide)
        self.x, self.room, self.y = self.edge, wide - 2 * self.edge, 0.0
        self.lowest = 0.0
        self.rect(0, 0, wide, HEIGHT, "paper")

    def size(self, token: str) -> float:
        return size(token, self.width)

    def gap(self, step: int) -> None:
        self.y += size(f"gap-{step}", self.width)

    @contextmanager
    def column(self, x: float, room: float, y: float | None = None) -> Iterator[None]:
        """Parts go into another column; `lowest` is where the longest ended. On a phone columns stack."""
        kept = self.x, self.room, self.y
        stacks = not self.wide and y is None
        self.x, self.room, self.y = x, room, self.y if y is None else y
        yield
        low = self.y
        self.x, self.room, self.y = (*kept[:2], low + 24) if stacks else kept
        self.lowest = max(self.lowest, low)

    def two(
        self, first: int, second: int, gap: float = 48
    ) -> tuple[tuple[float, float], tuple[float, float]]:
        """Two columns (x, room) in the given shares; on a phone both are the whole width."""
        if not self.wide:
            return (self.x, self.room), (self.x, self.room)
        left = (self.room - gap) * first / (first + second)
        return (self.x, left), (self.x + left + gap, self.room - gap - left)

    # Frame

    def masthead(self, current: str = "") -> None:
        """The name, the tools (saved, Aa, language) and the navigation with its current page."""
        self.logo(self.edge, 35, 22)
        tools = [("bookmark", ""), ("", "Аа"), ("", "EN")]
        at = self.width - self.edge
        for icon, word in reversed(tools):
            if word:
                at -= self.line_of_text(at, 41, word, 16, face=MEDIUM, anchor="end")
            else:
                at -= 20
                self.icon(icon, at, 25, 20)
            at -= 20
        top = 0.0
        if self.wide:
            at -= 16
            for word in reversed(NAV):
                wide = self.line_of_text(at, 41, word, 17, face=MEDIUM, anchor="end")
                if word == current:
                    self.rect(at - wide, 52, wide, 3, "steel")
                at -= wide + 24
        else:
            at, top = self.edge, 34
            for word in NAV:
                wide = width(word, 16, MEDIUM)
                if at + wide > self.width - self.edge:
                    at, top = self.edge, top + 34
                self.line_of_text(at, 52 + top, word, 16, face=MEDIUM)
                if word == current:
                    self.rect(at, 60 + top, wide, 3, "steel")
                at += wide + 16
        self.y = 68 + top
        self.rect(0, self.y, self.width, 3, "ink")
        self.y += 3

    def footer(self) -> float:
        """The foot of the page below what was drawn; returns the height of the page, at most HEIGHT."""
        top = max(self.y, self.lowest, 560.0 if self.wide else 700.0) + 56
        if top > HEIGHT - 100:
            return HEIGHT
        self.rect(0, top, self.width, 3, "ink")
        room = self.room if not self.wide else 420
        words = "Данные карты: © участники OpenStreetMap"
        low = self.text(self.x, top + 16, words, 14, room=room)
        links = ("О портале", "Подписка", "Доступность", "Открытые данные")
        x, y = (self.x, low + 6) if not self.wide else (self.width - self.edge - 420, top + 16)
        for word in links:
            if x + width(word, 14, TEXT) > self.width - self.edge:
                x, y = self.x, y + 24
            x += self.link(x, y, word, 14) + 16
        return round(top + (76 if self.wide else 132))

    # Words

    def h1(self, text: str, room: float = 0) -> None:
        self.y = self.text(
            self.x, self.y, text, self.size("size-h1"), room=room or self.room, face=HEAD, track=-0.02
        )
        self.y += 12

    def h2(self, text: str) -> None:
        self.y += 14
        self.y = self.text(self.x, self.y, text, self.size("size-h2"), room=self.room, face=HEAD) + 14

    def h3(self, text: str) -> None:
        self.y = self.text(self.x, self.y, text, self.size("size-h3"), room=self.room, face=HEAD) + 6

    def lead(self, text: str, fill: str = "ink") -> None:
        self.y = self.text(self.x, self.y, text, self.size("size-lead"), room=min(self.room, 672), fill=fill)
        self.y += 10

    def p(self, text: str, fill: str = "ink", bold: bool = False) -> None:
        face = BOLD if bold else TEXT
        self.y = self.text(
            self.x, self.y, text, 17, room=min(self.room, 672), face=face, fill=fill, leading=1.5
        )
        self.y += 4

    def small(self, text: str, fill: str = "muted") -> None:
        self.y = self.text(self.x, self.y, text, 14, room=self.room, fill=fill) + 4

    def crumbs(self, *words: str) -> None:
        x = self.x
        for place, word in enumerate(words):
            last = place == len(words) - 1
            if last:
                self.line_of_text(x, self.y + 14, word if self.wide else word[:24], 14, fill="muted")
            else:
                x += self.link(x, self.y, word, 14) + 8
                x += self.line_of_text(x, self.y + 14, "/", 14, fill="line-strong") + 8
        self.y += 34

    # Controls

    def button(self, text: str, *, plain: bool = False, icon: str = "", x: float | None = None) -> float:
        """A button at the cursor, or beside it at `x`; returns its width."""
        at = self.x if x is None else x
        wide = width(text, 17, BOLD) + 38 + (28 if icon else 0)
        self.rect(at, self.y, wide, 44, "none" if plain else "ink", stroke="ink")
        fill = "ink" if plain else "paper"
        if icon:
            self.icon(icon, at + 18, self.y + 12, 20, fill)
        self.line_of_text(at + 19 + (28 if icon else 0), self.y + 28, text, 17, face=BOLD, fill=fill)
        return wide

    def buttons(self, *words: tuple[str, bool, str]) -> None:
        """Buttons in a row: text, plain, icon."""
        x = self.x
        for word, plain, icon in words:
            wide = width(word, 17, BOLD) + 38 + (28 if icon else 0)
            if x > self.x and x + wide > self.x + self.room:
                x, self.y = self.x, self.y + 54
            self.button(word, plain=plain, icon=icon, x=x)
            x += wide + 12
        self.y += 44 + 16

    def chips(
        self, words: Iterable[str], active: Iterable[str] = (), icons: dict[str, str] | None = None
    ) -> None:
        """Short questions, each an address; the active ones are black, those with × take a choice back."""
        x, chosen = self.x, set(active)
        for word in words:
            remove = word.endswith("×")
            icon = (icons or {}).get(word, "")
            wide = width(word, 16, BOLD) + 30 + (26 if icon else 0)
            if x > self.x and x + wide > self.x + self.room:
                x, self.y = self.x, self.y + 52
            on = word in chosen
            self.rect(
                x, self.y, wide, 44, "ink" if on else "none", stroke="ink", dash="6 4" if remove else ""
            )
            if icon:
                self.icon(icon, x + 13, self.y + 12, 20, "paper" if on else "ink")
            start = x + 15 + (26 if icon else 0)
            self.line_of_text(start, self.y + 28, word, 16, face=BOLD, fill="paper" if on else "ink")
            x += wide + 8
        self.y += 44 + 16

    def search(
        self,
        words: str = "Что ищете?",
        *,
        typed: bool = False,
        ink: str = "ink",
        paper: str = "paper",
        hint: str = "muted",
    ) -> None:
        wide = min(self.room, 768)
        self.rect(self.x, self.y, wide, 54, "none", stroke=ink, line=3)
        self.line_of_text(self.x + 18, self.y + 34, words, 20, fill=ink if typed else hint)
        self.rect(self.x + wide - 58, self.y, 58, 54, ink)
        self.icon("search", self.x + wide - 41, self.y + 15, 24, paper)
        self.y += 54 + 16

    def field(self, label: str, value: str, note: str = "", *, error: str = "", room: float = 0) -> None:
        wide = room or min(self.room, 672)
        self.label(self.x, self.y + 15, label, 16, "ink")
        self.rect(self.x, self.y + 24, wide, 46, "none", stroke="error" if error else "line-strong")
        self.line_of_text(self.x + 12, self.y + 53, value, 17)
        self.y += 78
        if error:
            self.icon("circle-alert", self.x, self.y, 18, "error")
            self.label(self.x + 26, self.y + 14, error, 15, "error")
            self.y += 24
        if note:
            self.small(note)
        self.y += 8

    def switch(self, active: str) -> None:
        """One list, three views of it: the address keeps every filter."""
        icons = {"Список": "list", "Карта": "map", "Неделя": "calendar-days"}
        x = self.x
        for word, icon in icons.items():
            wide = width(word, 16, BOLD) + 58
            on = word == active
            self.rect(x, self.y, wide, 44, "ink" if on else "none", stroke="ink")
            self.icon(icon, x + 14, self.y + 12, 20, "paper" if on else "ink")
            self.line_of_text(x + 42, self.y + 28, word, 16, face=BOLD, fill="paper" if on else "ink")
            x += wide - 2
        self.y += 44 + 16
