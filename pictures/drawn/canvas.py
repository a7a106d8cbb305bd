"""A sheet to draw on, in CSS pixels, with paints named after the tokens."""

import re
from functools import cache
from typing import Literal

from karavan.ui.posters import poster_svg
from karavan.ui.posters.palette import ART
from pictures.drawn.lettering import BOLD, HEAD, TEXT, Face, Letters, lines, width
from pictures.drawn.tokens import ROOT

_ART = {colour: name for name, colour in ART.items()}
Anchor = Literal["start", "middle", "end"]


def paint(name: str) -> str:
    """A token as a paint; text that is no token name stays."""
    return f"var(--{name})" if name and not name.startswith(("#", "none")) else name


def short(value: float) -> str:
    return f"{round(value, 1):g}"


@cache
def _icon(name: str) -> str:
    text = (ROOT / "node_modules" / "lucide-static" / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    inner = text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")]
    return re.sub(r"\s*\n\s*", "", inner)


@cache
def _logo() -> str:
    """The inner shapes of the mark, 62 by 40 units."""
    path = ROOT / "src" / "karavan" / "ui" / "templates" / "ui" / "parts" / "logo.html"
    text = path.read_text(encoding="utf-8")
    drawn = text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")]
    drawn = drawn.replace('class="logo__load-2"', f'fill="{paint("art-ochre")}"')
    drawn = drawn.replace('class="logo__load"', f'fill="{paint("steel")}"')
    return drawn.replace("currentColor", paint("ink"))


class Canvas:
    """Shapes and texts of one picture; `letters` may be shared by several."""

    def __init__(self, letters: Letters | None = None) -> None:
        self.letters = letters or Letters()
        self.parts: list[str] = []

    def rect(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        fill: str = "none",
        *,
        stroke: str = "",
        line: float = 2,
        dash: str = "",
        opacity: float = 1,
    ) -> None:
        """A box; a stroke lies inside it, as borders do."""
        inset = line / 2 if stroke else 0
        place = (
            f'x="{short(x + inset)}" y="{short(y + inset)}" '
            f'width="{short(w - 2 * inset)}" height="{short(h - 2 * inset)}"'
        )
        extra = f' stroke="{paint(stroke)}" stroke-width="{short(line)}"' if stroke else ""
        extra += f' stroke-dasharray="{dash}"' if dash else ""
        extra += f' opacity="{opacity:g}"' if opacity != 1 else ""
        self.parts.append(f'<rect {place} fill="{paint(fill)}"{extra}/>')

    def rule(self, x: float, y: float, w: float, fill: str = "line", thick: float = 1) -> None:
        self.rect(x, y, w, thick, fill)

    def disc(
        self, x: float, y: float, r: float, fill: str, *, stroke: str = "", line: float = 2, dash: str = ""
    ) -> None:
        extra = f' stroke="{paint(stroke)}" stroke-width="{short(line)}"' if stroke else ""
        extra += f' stroke-dasharray="{dash}"' if dash else ""
        place = f'cx="{short(x)}" cy="{short(y)}" r="{short(r)}"'
        self.parts.append(f'<circle {place} fill="{paint(fill)}"{extra}/>')

    def path(self, d: str, fill: str = "none", *, stroke: str = "", line: float = 2) -> None:
        extra = f' stroke="{paint(stroke)}" stroke-width="{short(line)}"' if stroke else ""
        self.parts.append(f'<path d="{d}" fill="{paint(fill)}"{extra}/>')

    def line_of_text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        face: Face = TEXT,
        fill: str = "ink",
        track: float = 0,
        anchor: Anchor = "start",
    ) -> float:
        """One line with its baseline at y; returns its width."""
        wide = width(text, size, face, track)
        x -= {"start": 0, "middle": wide / 2, "end": wide}[anchor]
        self.parts.append(f'<g fill="{paint(fill)}">{self.letters.run(x, y, text, size, face, track)}</g>')
        return wide

    def text(
        self,
        x: float,
        top: float,
        text: str,
        size: float,
        *,
        room: float = 10_000,
        face: Face = TEXT,
        fill: str = "ink",
        leading: float = 0,
        track: float = 0,
    ) -> float:
        """Lines from `top` down, broken to `room` pixels; returns where the next thing may begin."""
        step = size * (leading or (1.14 if face.family == "head" else 1.4))
        for line in lines(text, size, face, room, track):
            self.line_of_text(x, top + step / 2 + size * 0.36, line, size, face=face, fill=fill, track=track)
            top += step
        return top

    def numeral(
        self, x: float, top: float, text: str, size: float, fill: str = "steel"
    ) -> tuple[float, float]:
        """A big figure standing with its cap line at `top`; returns its width and its foot."""
        foot = top + size * 0.72
        wide = self.line_of_text(x - size * 0.04, foot, text, size, face=HEAD, fill=fill, track=-0.06)
        return wide, foot

    def link(
        self, x: float, top: float, text: str, size: float, *, face: Face = TEXT, fill: str = "ink"
    ) -> float:
        """A text with the line of a link below it; returns its width."""
        step = size * 1.4
        base = top + step / 2 + size * 0.36
        wide = self.line_of_text(x, base, text, size, face=face, fill=fill)
        self.rule(x, base + size * 0.22, wide, "steel" if fill == "ink" else fill, max(1.0, size * 0.08))
        return wide

    def icon(self, name: str, x: float, y: float, size: float, fill: str = "ink", line: float = 2) -> None:
        """A lucide icon with its top left corner at (x, y)."""
        look = f'fill="none" stroke="{paint(fill)}" stroke-width="{line:g}" stroke-linecap="round"'
        move = f'transform="translate({short(x)} {short(y)})scale({size / 24:.3f})"'
        self.parts.append(f'<g {move} {look} stroke-linejoin="round">{_icon(name)}</g>')

    def poster(self, x: float, y: float, w: float, h: float, family: str, seed: str) -> None:
        """A generated poster cut to a box; in the dark its neutrals change places, as on the portal."""
        shape = w / h
        ratio = "og" if shape > 1.6 else "4:3" if shape > 1.15 else "1:1" if shape > 0.87 else "3:4"
        drawn = poster_svg(family, seed, ratio=ratio)  # type: ignore[arg-type]
        drawn = re.sub(r"#[0-9a-f]{6}", lambda hit: f"var(--art-{_ART[hit[0]]})", drawn)
        place = f'x="{short(x)}" y="{short(y)}" width="{short(w)}" height="{short(h)}"'
        self.parts.append(drawn.replace(' xmlns="http://www.w3.org/2000/svg"', f" {place}", 1))

    def logo(self, x: float, y: float, size: float = 22) -> float:
        """The camel and the name on one line whose middle is `y`; returns the width."""
        move = f"translate({short(x)} {short(y - size)})scale({size / 22:.3f})"
        self.parts.append(f'<g transform="{move}">{_logo()}</g>')
        wide = self.line_of_text(x + size * 3.1, y + size * 0.36, "Караван", size, face=HEAD, track=-0.02)
        return size * 3.1 + wide

    def label(self, x: float, y: float, text: str, size: float = 14, fill: str = "muted") -> float:
        """A small bold word with its baseline at y."""
        return self.line_of_text(x, y, text, size, face=BOLD, fill=fill)

    def svg(self) -> str:
        return "".join(self.parts)
