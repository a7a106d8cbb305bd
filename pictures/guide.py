"""`python -m pictures.guide`: the pictures of docs/guide, taken of a small city of its own.

A test holds that every picture that a page of the guide names is taken. ``--only WORD …`` takes those whose
name begins so.
"""

import json
import os
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from pictures.palette import small

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "guide" / "pictures"
HOMES = ROOT / "var" / "pictures"
LARGEST = 80 * 1024
SIZES = {"phone": (360, 740), "desk": (1120, 720)}
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--disable-quic",
]


class Shot(NamedTuple):
    """`who` is a part of pictures.office, "" nobody; `path` may name an address of the city in braces.

    ``do`` brings the page into the state that is shown: it fills in, opens, presses.
    """

    name: str
    path: str
    who: str = "editor"
    size: str = "desk"
    do: Callable[[Any], None] | None = None
    tall: int = 0
    """Height of the picture where it is not that of the size."""


def _typed(page: Any) -> None:
    page.fill("#id_email", "editor@example.org")


def _new_event(page: Any) -> None:
    page.fill("[name=title]", "Мастер-класс «Ёлочная игрушка»")
    page.keyboard.press("Tab")
    page.wait_for_selector(".kind__chip")
    page.fill("[name=when_line]", "12 и 19 декабря 15:00–16:30")
    page.keyboard.press("Enter")
    page.wait_for_selector(".monthgrid [aria-pressed=true]")


def _keeping(page: Any) -> None:
    page.locator(".views__keep summary").first.click()


def _chosen(page: Any) -> None:
    for box in page.locator("td.pick input").all()[:3]:
        box.check()
    page.locator("button[name=action]").first.click()
    page.wait_for_load_state("load")


def _zone(page: Any) -> None:
    page.fill("[name=surveyed_on]", "2026-11-20")
    page.fill("[name=surveyor]", "Комиссия района")
    page.click("button[value=on]")
    page.click(".stepline li:nth-child(4) a")
    page.select_option("[name=state_wheelchair]", "ДУ")
    page.wait_for_load_state("load")


def _closing(page: Any) -> None:
    page.check("input[value=emergency]")
    page.fill("[name=valid_to]", page.evaluate("new Date(Date.now() + 12096e5).toISOString().slice(0, 10)"))
    page.fill("[name=reason]", "Прорвало трубу. Ждём вас в других залах.")
    page.click("button[value=list]")
    page.wait_for_selector(".savebar")


def _one_line(page: Any) -> None:
    page.fill("[name=text]", "пн–пт 10–19, обед 13–14, сб 10–18, вс выходной")
    page.click("button[value=read]")
    page.wait_for_selector("[data-preview]:not([hidden])")


_LARGE = "people=300&kind=concert&audiences=youth&first=2026-12-05&last=2027-01-31&starts=18:00&hours=3"

SHOTS: tuple[Shot, ...] = (
    Shot("office-today", "/office/", "director"),
    Shot("office-today-phone", "/office/", "director", "phone"),
    Shot("office-notices", "/office/notices/", "director"),
    Shot("office-notices-settings", "/office/notices/settings/", "director"),
    Shot("office-list", "/office/events/?q=вечер", "director"),
    Shot("office-views", "/office/events/?q=вечер", "director", do=_keeping),
    Shot("office-bulk-preview", "/office/events/", "director", do=_chosen),
    Shot("office-history", "/office/events/{office-event}/history/"),
    Shot("office-trash", "/office/trash/", "director"),
    Shot("office-imports", "/office/imports/"),
    Shot("office-import-preview", "/office/imports/{office-import}/", tall=1100),
    Shot("office-import-undo", "/office/imports/{office-import-undo}/undo/"),
    Shot("office-origins", "/office/origins/events/{office-imported}/"),
    Shot("office-merge", "/office/duplicates/events/{office-merge-first}/{office-merge-second}/"),
    Shot("office-programmes", "/office/programmes/", "coordinator"),
    Shot("office-programme", "/office/programmes/{office-programme}/", "coordinator"),
    Shot("office-release", "/office/programmes/{office-programme}/release/", "coordinator"),
    Shot("office-calendar", "/office/calendar/", "director"),
    Shot("office-places", "/office/places/", "director"),
    Shot("office-place", "/office/places/{office-place}/", "director", tall=1000),
    Shot("office-place-hours", "/office/places/{office-place}/hours/", "director", do=_one_line, tall=1100),
    Shot("office-survey-phone", "/office/places/{office-place}/access/new/", "director", "phone", _zone),
    Shot("office-closing", "/office/places/{office-place}/closings/new/", "director", do=_closing, tall=1000),
    Shot("office-halls", "/office/halls/", "director"),
    Shot("office-sign-in-phone", "/office/sign-in/", "", "phone", _typed),
    Shot("office-second-factor-phone", "/office/account/second-factor/", "head", "phone"),
    Shot("office-account-desk", "/office/account/", "coordinator"),
    Shot("office-people", "/office/people/", "director"),
    Shot("office-invitation", "/office/invitations/new/", "director"),
    Shot("office-me", "/office/me/", "director"),
    Shot("office-shared", "/office/shared/", "guest"),
    Shot("office-events", "/office/events/", "editor"),
    Shot("office-event-new", "/office/events/new/", "editor", "desk", _new_event, 1400),
    Shot("office-event-dates", "/office/events/{office-event}/dates/?dates=all", "editor"),
    Shot("office-event-preview", "/office/events/{office-event}/preview/", "editor"),
    Shot("office-organisation", "/office/organisations/{office-organisation}/", "director"),
    Shot("office-diary", "/office/diary/?month=2026-12&day=2026-12-12&row=all", "coordinator", tall=900),
    Shot("office-diary-phone", "/office/diary/?month=2026-12", "editor", "phone"),
    Shot("office-diary-plan", "/office/plans/{office-plan}/", "editor"),
    Shot("office-diary-clashes", "/office/diary/clashes/", "editor"),
    Shot("office-diary-dates", f"/office/diary/dates/?{_LARGE}", "coordinator", tall=900),
    Shot("office-diary-move", "/office/diary/move/?key=entry:{office-plan}&day=2026-12-19", "editor"),
    Shot("office-days", "/office/days/", "coordinator"),
    Shot("office-hygiene", "/office/hygiene/", "coordinator"),
)


def take(origin: str, sessions: dict[str, str], addresses: dict[str, str], wanted: list[Shot]) -> list[str]:
    """Take the pictures; what went wrong, a line each."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - starts a browser, so only where one is wanted

    system = Path("/usr/bin/chromium")
    problems = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(system) if system.exists() else None, args=_ARGUMENTS
        )
        for shot in wanted:
            problem = _one(browser, origin, sessions, addresses, shot)
            if problem:
                problems.append(f"{shot.name}: {problem}")
        browser.close()
    return problems


def _one(browser: Any, origin: str, sessions: dict[str, str], addresses: dict[str, str], shot: Shot) -> str:
    width, height = SIZES[shot.size]
    context = browser.new_context(
        viewport={"width": width, "height": shot.tall or height}, reduced_motion="reduce", locale="ru-RU"
    )
    if shot.who:
        context.add_cookies([{"name": "sessionid", "value": sessions[shot.who], "url": origin}])
    page = context.new_page()
    path = shot.path
    for name, value in addresses.items():
        path = path.replace(f"{{{name}}}", value)
    try:
        answer = page.goto(origin + path, wait_until="load", timeout=60_000)
        if answer is None or answer.status != 200:
            return f"{path} answered {answer and answer.status}"
        if shot.do is not None:
            shot.do(page)
        page.evaluate("document.fonts.ready.then(() => null)")
        page.wait_for_timeout(600)
        content = small(page.screenshot())
    except Exception as error:  # noqa: BLE001 - any failure of a page is one line of the report
        return str(error).splitlines()[0]
    finally:
        context.close()
    if len(content) > LARGEST:
        return f"{len(content) // 1024} kB are too many"
    (FOLDER / f"{shot.name}.png").write_bytes(content)
    return ""


def main(arguments: list[str]) -> int:
    """Returns 1 where a picture is missing."""
    parser = ArgumentParser(prog="python -m pictures.guide", description=__doc__)
    parser.add_argument("--only", nargs="+", default=[], metavar="WORD")
    options = parser.parse_args(arguments)
    from pictures.__main__ import free_port  # noqa: PLC0415 - the other program of this folder

    port = free_port()
    FOLDER.mkdir(parents=True, exist_ok=True)
    # By its port: two rounds at once do not empty each other's city.
    home = HOMES / f"guide-{port}"
    command = [sys.executable, "-m", "pictures.server", str(home), str(port)]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(  # noqa: S603 - our own module
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            ready = json.loads(server.stdout.readline() or "{}")
            if not ready:
                print("The city could not be built.", file=sys.stderr)
                return 1
            wanted = [one for one in SHOTS if not options.only or one.name.startswith(tuple(options.only))]
            problems = take(f"http://127.0.0.1:{port}", ready["sessions"], ready["addresses"], wanted)
        finally:
            server.terminate()
            server.wait()
            shutil.rmtree(home, ignore_errors=True)
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(wanted) - len(problems)} pictures in {FOLDER}.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
