"""One picture from one drawing: the page at two widths, once in light and once in dark paints."""

import re
from collections.abc import Callable

from karavan.ui.posters.palette import _IN_THE_DARK
from pictures.drawn.canvas import Canvas
from pictures.drawn.lettering import BOLD, HEAD, Letters
from pictures.drawn.screen import PHONE, WIDE, Screen
from pictures.drawn.tokens import palette

Draw = Callable[[Screen], None]
MARGIN, GAP, HEAD_ROOM = 70, 60, 170
HALF = MARGIN + WIDE + GAP + PHONE + MARGIN


def style(names: dict[str, str], used: str) -> str:
    """Paints of schemes as custom properties, as far as the drawing uses them."""
    rules = []
    for cls, scheme in names.items():
        colours = palette(scheme)
        if scheme in {"dark", "white-on-black"}:
            light = palette("light")
            colours |= {f"art-{one}": light[f"art-{other}"] for one, other in _IN_THE_DARK.items()}
        wanted = sorted(set(re.findall(r"var\(--([a-z0-9-]+)\)", used)))
        rules.append(f".{cls}{{{';'.join(f'--{name}:{colours[name]}' for name in wanted)}}}")
    return f"<style>{''.join(rules)}</style>"


def document(
    width: float, height: float, body: str, letters: Letters, styles: str, title: str, defs: str = ""
) -> str:
    """A whole file; the title is read out by assistive technology."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img">'
    return f"{head}<title>{title}</title>{styles}<defs>{letters.definitions()}{defs}</defs>{body}</svg>\n"


def diptych(title: str, draw: Draw) -> str:
    """Desktop and phone by day on the left, phone and desktop by night on the right."""
    letters = Letters()
    frames, tall = {}, {}
    for name, wide in (("w", WIDE), ("p", PHONE)):
        screen = Screen(wide, letters)
        draw(screen)
        tall[name] = screen.footer()
        frames[name] = f'<g id="{name}" clip-path="url(#c{name})">{screen.svg()}</g>'
    bench = Canvas(letters)
    height = HEAD_ROOM + max(tall.values()) + MARGIN
    for cls, left in (("l", 0), ("d", HALF)):
        side = Canvas(letters)
        side.rect(left, 0, HALF, height, "line")
        first, second = ((WIDE, "w"), (PHONE, "p")) if cls == "l" else ((PHONE, "p"), (WIDE, "w"))
        x = left + MARGIN
        for wide, name in (first, second):
            side.parts.append(f'<use href="#{name}" x="{x}" y="{HEAD_ROOM}"/>')
            side.rect(x, HEAD_ROOM, wide, tall[name], "none", stroke="line-strong", line=1)
            side.line_of_text(x + wide, HEAD_ROOM - 24, str(wide), 30, face=BOLD, fill="muted", anchor="end")
            x += wide + GAP
        words = title if cls == "l" else "dark"
        anchor = left + MARGIN
        side.line_of_text(anchor, HEAD_ROOM - 40, words, 72 if cls == "l" else 40, face=HEAD, track=-0.02)
        bench.parts.append(f'<g class="{cls}">{side.svg()}</g>')
    clips = "".join(
        f'<clipPath id="c{name}"><path d="M0 0h{wide}v{tall[name]}H0z"/></clipPath>'
        for name, wide in (("w", WIDE), ("p", PHONE))
    )
    body = bench.svg()
    used = body + "".join(frames.values())
    styles = style({"l": "light", "d": "dark"}, used)
    return document(2 * HALF, height, body, letters, styles, title, clips + "".join(frames.values()))
