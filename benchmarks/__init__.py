"""Benchmarks: figures that anyone can make again. `python -m benchmarks` runs those for `make bench`."""
