import json

from karavan.kernel.metrics import RequestCounts


def test_counts_and_histogram(tmp_path):
    counts = RequestCounts(tmp_path)
    counts.observe("api:events", "GET", 200, 0.004)
    counts.observe("api:events", "GET", 200, 0.3)
    counts.observe('odd"view', "GET", 404, 9.0)

    lines = counts.total().lines()

    assert 'karavan_requests_total{view="api:events",method="GET",status="200"} 2' in lines
    assert 'karavan_requests_total{view="odd\\"view",method="GET",status="404"} 1' in lines
    found = [
        line.split()[-1] for line in lines if line.startswith('karavan_request_seconds_bucket{view="api')
    ]
    assert found == ["0", "1", "1", "1", "1", "1", "1", "2", "2", "2", "2", "2"]
    assert 'karavan_request_seconds_sum{view="api:events"} 0.304000' in lines
    assert 'karavan_request_seconds_count{view="odd\\"view"} 1' in lines


def test_processes_are_added_up_and_dead_ones_dropped(tmp_path):
    other = RequestCounts(tmp_path)
    other.observe("home", "GET", 200, 0.01)
    other.flush()
    (own,) = tmp_path.glob("*.json")
    # Process 1 lives on every Unix; no process has the other number.
    own.rename(tmp_path / "1.json")
    snapshot = json.dumps({"counts": [["home", "GET", "200", 100]], "buckets": {}, "seconds": {}})
    (tmp_path / "99999999.json").write_text(snapshot)

    counts = RequestCounts(tmp_path)
    counts.observe("home", "GET", 200, 0.01)

    assert counts.total().lines()[2] == 'karavan_requests_total{view="home",method="GET",status="200"} 2'
    assert not (tmp_path / "99999999.json").exists()
