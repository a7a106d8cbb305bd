from karavan.catalogue.lookups import KnownCodes


def test_codes_are_read_when_one_is_not_known():
    stored, reads = ["b", "a"], []

    def read():
        reads.append(1)
        return stored

    known = KnownCodes(read)
    assert "a" in known
    assert "b" in known
    assert len(reads) == 1
    stored.append("c")
    assert "c" in known
    assert "d" not in known
    assert len(reads) == 3
    assert (list(known), len(known)) == (["a", "b", "c"], 3)
