"""`python -m pictures.drawn`: write the drawings of docs/design; `--check` only compares."""

import sys

from pictures.drawn.book import FOLDER, drawings


def main(arguments: list[str]) -> int:
    """Returns 1 where a drawing differs and only a check was asked for."""
    differing = []
    for name, svg in drawings().items():
        path = FOLDER / f"{name}.svg"
        if not path.exists() or path.read_text(encoding="utf-8") != svg:
            differing.append(name)
            if "--check" not in arguments:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(svg, encoding="utf-8")
    print(" ".join(differing) or "Every drawing is as the script draws it.")
    return 1 if differing and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
