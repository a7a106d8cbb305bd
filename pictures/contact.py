"""Contact sheets: one HTML page of everything, and a PNG a page to look at quickly."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from pictures.camera import Taken
from pictures.shots import MODES

SCALE = 0.3
_STYLE = """body{margin:0;padding:24px;background:#888;font:600 16px sans-serif;color:#000}
h2{margin:32px 0 8px;font-size:22px}div{display:flex;gap:10px;align-items:flex-start}
figure{margin:0}figcaption{font-size:12px;padding:2px 0}img{display:block;background:#fff}
p{margin:4px 0;color:#900}"""


def _figures(taken: Sequence[Taken], scale: float, base: str) -> str:
    cells = []
    for mode in MODES:
        for one in sorted((one for one in taken if one.mode == mode and one.file), key=lambda one: one.width):
            wide = round(one.width * scale)
            cells.append(
                f"<figure><figcaption>{mode} {one.width}</figcaption>"
                f'<a href="{base}{one.file}"><img src="{base}{one.file}" width="{wide}" alt=""></a></figure>'
            )
    problems = sorted({one.problem for one in taken if one.problem})
    return f"<div>{''.join(cells)}</div>" + "".join(f"<p>{escape(problem)}</p>" for problem in problems)


def html(taken: Sequence[Taken]) -> str:
    """Everything on one page, beside the pictures' folder."""
    names = list(dict.fromkeys(one.name for one in taken))
    parts = [
        f'<h2 id="{name}">{name}</h2>' + _figures([one for one in taken if one.name == name], SCALE, "shots/")
        for name in names
    ]
    head = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Pictures</title><style>{_STYLE}</style>'
    )
    return head + "".join(parts)


def sheets(taken: Sequence[Taken], folder: Path) -> None:
    """A PNG for each page, with all its widths and modes side by side."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - as in pictures.camera

    system = Path("/usr/bin/chromium")
    (folder / "sheets").mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(system) if system.exists() else None, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 2300, "height": 800})
        for name in dict.fromkeys(one.name for one in taken if one.file):
            _sheet(page, name, [one for one in taken if one.name == name], folder)
        browser.close()


def _sheet(page: Any, name: str, taken: Sequence[Taken], folder: Path) -> None:
    body = f"<!doctype html><style>{_STYLE}</style><h2>{name}</h2>" + _figures(taken, SCALE, "shots/")
    file = folder / ".sheet.html"
    file.write_text(body, encoding="utf-8")
    page.goto(file.as_uri(), wait_until="load")
    page.screenshot(path=str(folder / "sheets" / f"{name}.png"), full_page=True)
    file.unlink()
