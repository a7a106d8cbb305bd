"""Takes the photographs: one load of a page serves its widths by day and by night."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from karavan.ui.vision import COOKIE
from pictures.shots import VISION, Shot

TALLEST = 2600
"""Pixels of a long page that are kept."""
PRINTED = 794
"""Width of a sheet of A4 in pixels."""
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--disable-quic",
]


class Taken(NamedTuple):
    """One file, or why there is none."""

    name: str
    mode: str
    width: int
    file: str = ""
    problem: str = ""


class Film(NamedTuple):
    """Where the pages are, the cookie of a member of staff, and which pictures of each page are wanted."""

    origin: str
    session: str
    widths: Sequence[int]
    modes: Sequence[str]


def take(film: Film, listed: Sequence[Shot], folder: Path) -> list[Taken]:
    """Photograph `listed`; a page that fails is told of and passed by."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - starts a browser, so only where one is wanted

    system = Path("/usr/bin/chromium")
    taken: list[Taken] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(system) if system.exists() else None, args=_ARGUMENTS
        )
        for shot in listed:
            taken += _all_of(browser, film, shot, folder)
        browser.close()
    return taken


def _all_of(browser: Any, film: Film, shot: Shot, folder: Path) -> Iterator[Taken]:
    """The pictures of one page: pages in all modes and widths, prints and what is itself a picture once."""
    once = shot.picture or shot.media == "print"
    for modes in (("light", "dark"), ("low-vision",)):
        wanted = [mode for mode in modes if mode in film.modes and (mode == "light" or not once)]
        if not wanted:
            continue
        context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        context.add_cookies(_cookies(film, shot, vision="low-vision" in wanted))
        for key, value in (shot.stored or {}).items():
            context.add_init_script(f"localStorage.setItem({key!r}, {value!r})")
        page = context.new_page()
        failed = _open(page, film.origin, shot)
        for mode in wanted:
            for width in (PRINTED,) if once else film.widths:
                yield (
                    Taken(shot.name, mode, width, problem=failed)
                    if failed
                    else _one(page, shot, mode, width, folder)
                )
        context.close()


def _cookies(film: Film, shot: Shot, *, vision: bool) -> list[dict[str, str]]:
    cookies = {COOKIE: VISION} if vision else {}
    if shot.staff:
        cookies["sessionid"] = film.session
    return [{"name": name, "value": value, "url": film.origin} for name, value in cookies.items()]


def _open(page: Any, origin: str, shot: Shot) -> str:
    """Opens the page; returns what is wrong with it."""
    try:
        answer = page.goto(origin + shot.path, wait_until="load", timeout=60_000)
    except Exception as error:  # noqa: BLE001 - any failure of a page is one line of the report
        return str(error).splitlines()[0]
    if answer is None or answer.status != shot.status:
        return f"{shot.path} answered {answer and answer.status}, not {shot.status}"
    page.evaluate("document.fonts.ready.then(() => null)")
    if shot.unfold:
        page.evaluate(f"document.querySelectorAll({shot.unfold!r}).forEach(e => {{ e.open = true }})")
    # Pictures below the first screen are fetched when they come near: here all of them are wanted.
    page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(e => { e.loading = 'eager' })")
    page.wait_for_load_state("networkidle", timeout=30_000)
    page.wait_for_timeout(shot.wait)
    return ""


def _one(page: Any, shot: Shot, mode: str, width: int, folder: Path) -> Taken:
    page.emulate_media(color_scheme="dark" if mode == "dark" else "light", media=shot.media)
    if not shot.picture:
        page.set_viewport_size({"width": width, "height": 900})
    file = folder / f"{shot.name}.{mode}.{width}.png"
    tall = page.evaluate("document.documentElement.scrollHeight")
    wide = page.evaluate("document.documentElement.scrollWidth")
    if shot.picture:
        page.locator("img").screenshot(path=str(file))
        return Taken(shot.name, mode, width, file.name)
    page.screenshot(
        path=str(file), full_page=True, clip={"x": 0, "y": 0, "width": width, "height": min(tall, TALLEST)}
    )
    problem = f"scrolls sideways: {wide} px" if wide > width and shot.media == "screen" else ""
    return Taken(shot.name, mode, width, file.name, problem)
