import pytest
from django.core.exceptions import ValidationError

from karavan.kernel.errors import Invalid
from karavan.kernel.journal.models import JournalLine
from karavan.kernel.validation import check, plain_values, problems_of, require


def test_texts_lose_control_characters_and_lines_unless_kept() -> None:
    given = {"name": " Дом\x00\nкультуры ", "text": "one\x07\r\ntwo ", "seats": 5}

    assert plain_values(given, given.keys(), lines={"text"}) == {
        "name": "Дом культуры",
        "text": "one\ntwo",
        "seats": 5,
    }


def test_an_unexpected_field_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(TypeError, match="unexpected fields: path, pk"):
        plain_values({"pk": 1, "name": "x", "path": "/"}, {"name"})


def test_a_record_is_checked_field_by_field() -> None:
    with pytest.raises(Invalid) as caught:
        check(
            JournalLine(actor_label="system", verb="", subject_type="x" * 81, subject_id=1),
            exclude=["actor_id", "organisation_id", "before", "after"],
        )

    assert sorted(caught.value.problems) == ["subject_type", "verb"]


def test_problems_of_the_whole_have_no_path() -> None:
    assert problems_of(ValidationError({"__all__": ["a"], "name": ["b", "c"]})) == {
        "": ["a"],
        "name": ["b", "c"],
    }
    assert problems_of(ValidationError("a")) == {"": ["a"]}


def test_required_texts() -> None:
    require(alt="a", author="b")
    with pytest.raises(Invalid) as caught:
        require(alt=" ", author="b", source="")

    assert sorted(caught.value.problems) == ["alt", "source"]
