"""What a page says, with plain spaces."""

from typing import Any


def said(answer: Any) -> str:
    """The HTML of an answer; its no-break spaces are the typography's business."""
    return answer.content.decode().replace("\xa0", " ")
