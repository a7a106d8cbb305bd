"""The benchmark: `make bench` (docs/benchmarks.md says what it measures and how)."""
