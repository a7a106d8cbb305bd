from karavan.kernel.errors import Conflict, Invalid, KaravanError, NotAllowed


def test_invalid_names_every_path_and_the_whole_as_a_star() -> None:
    error = Invalid({"age_mark": ["missing"], "": ["no date", "no place"]})

    assert str(error) == "age_mark: missing; *: no date, no place"
    assert error.problems == {"age_mark": ["missing"], "": ["no date", "no place"]}


def test_problems_are_a_copy() -> None:
    given = {"title": ["missing"]}
    error = Invalid(given)
    given["title"].append("too long")

    assert error.problems == {"title": ["missing"]}


def test_all_are_the_users_business() -> None:
    assert [kind.__mro__[1] for kind in (Invalid, NotAllowed, Conflict)] == [KaravanError] * 3
