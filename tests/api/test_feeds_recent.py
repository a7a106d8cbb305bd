from karavan.api.feeds.recent import Made, Recent


def made(size):
    return Made(b"x" * size, 1, None)


def test_a_feed_made_a_moment_ago_is_not_made_again(ask, city, django_assert_num_queries):
    first = ask("/feeds/events.ics?kind=concert")
    with django_assert_num_queries(1):
        again = ask("/feeds/events.ics?kind=concert")
    assert again.content == first.content
    assert again.headers == first.headers


def test_what_was_not_used_for_longest_makes_room():
    kept = Recent(max_bytes=100)
    for tag in "abcd":
        kept.keep(tag, made(25))
    assert kept.get("a") == made(25)
    kept.keep("e", made(20))
    assert [tag for tag in "abcde" if kept.get(tag)] == ["a", "c", "d", "e"]


def test_the_same_tag_is_counted_once():
    kept = Recent(max_bytes=100)
    for _ in range(10):
        kept.keep("a", made(20))
    kept.keep("b", made(25))
    assert kept.get("a") == made(20)


def test_a_huge_feed_does_not_drive_the_others_out():
    kept = Recent(max_bytes=100)
    kept.keep("a", made(20))
    kept.keep("b", made(26))
    assert kept.get("a") == made(20)
    assert kept.get("b") is None
