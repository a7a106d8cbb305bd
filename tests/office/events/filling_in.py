"""Fills in a form as a browser without scripts does: it sends what the page shows, but for the changes."""

from typing import Any

from portal.reading import Element, Read


def fields_of(response: Any, class_: str = "editor") -> dict[str, list[str]]:
    """Names and values of the fields of a page's form, as they would be sent."""
    found: dict[str, list[str]] = {}
    for field in Read(response).one("form", class_=class_).walk():
        name = field.attributes.get("name")
        if name and field.tag in ("input", "select", "textarea"):
            value = _value(field)
            if value is not None:
                found.setdefault(name, []).append(value)
    return found


def _value(field: Element) -> str | None:
    kind = field.attributes.get("type", "text")
    if field.tag == "textarea":
        return "".join(part for part in field.parts if isinstance(part, str)).removeprefix("\n")
    if field.tag == "select":
        chosen = [one for one in field.all("option") if "selected" in one.attributes] or field.all("option")
        return chosen[0]["value"] if chosen else None
    if kind == "file" or (kind in ("checkbox", "radio") and "checked" not in field.attributes):
        return None
    return field.attributes.get("value", "on" if kind == "checkbox" else "")


def changed(response: Any, do: str = "save", **values: Any) -> dict[str, Any]:
    """What is posted after these changes; ``__`` stands for a dash, None takes a field out."""
    data: dict[str, Any] = {**fields_of(response), "do": do}
    for name, value in values.items():
        key = name.replace("__", "-")
        if value is None:
            data.pop(key, None)
        else:
            data[key] = value
    return data
