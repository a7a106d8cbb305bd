"""SVG elements as text."""

from xml.sax.saxutils import escape, quoteattr


def element(name: str, content: str = "", /, **attributes: str | float) -> str:
    """One element; ``stroke_width`` becomes ``stroke-width``, ``class_`` becomes ``class``, numbers lose idle
    zeros.
    """
    told = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(number(value))}"
        for key, value in attributes.items()
    )
    return f"<{name}{told}>{content}</{name}>" if content else f"<{name}{told}/>"


def number(value: str | float) -> str:
    """Text as it is, numbers with at most two decimals.

    :raises ValueError: a number that is none or infinite, which no reader of SVG takes.
    """
    if isinstance(value, str):
        return value
    if not abs(value) < LARGEST:
        raise ValueError(f"{value} has no place in a drawing")
    return f"{value:.2f}".rstrip("0").rstrip(".")


LARGEST = 1e9


def text(x: float, y: float, size: float, fill: str, said: str, **attributes: str | float) -> str:
    """One line of plain text."""
    return element("text", escape(said), x=x, y=y, font_size=size, fill=fill, **attributes)


def rect(x: float, y: float, width: float, height: float, fill: str, **attributes: str | float) -> str:
    """A rectangle."""
    return element("rect", x=x, y=y, width=width, height=height, fill=fill, **attributes)


def stroke(path: str, colour: str, width: float, scale: str = ".1", **attributes: str | float) -> str:
    """A line along a path whose steps are ``scale`` pixels, ``width`` steps wide, with round ends."""
    return (
        element(
            "path",
            transform=f"scale({scale})",
            fill="none",
            stroke=colour,
            stroke_width=width,
            stroke_linecap="round",
            stroke_linejoin="round",
            **attributes,
            d=path,
        )
        + "\n"
    )
