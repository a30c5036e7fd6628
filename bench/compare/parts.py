#!/usr/bin/env python3
"""Our parts under JMH, each beside its target where it has one.

By itself those of the HTTP cache: a hit from memory (below 20 us), a hit from disk (below 500 us), and
opening a folder with 100,000 entries (below 500 ms). The figure is the median of the measured
rounds: another program on the machine disturbs some of them. Needs Python 3, Maven, a JDK 25.

    bench/compare/parts.py [NAME-OF-A-BENCHMARK ...] [-- OPTIONS-OF-JMH ...]
"""

import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

import loopback

TARGETS = {
    "CacheBenchmark.memoryHit": 20,
    "CacheBenchmark.diskHit": 500,
    "CacheBenchmark.open": 500,
}


def tell(results):
    for result in json.loads(results.read_text()):
        name = ".".join(result["benchmark"].split(".")[-2:])
        metric = result["primaryMetric"]
        median = statistics.median(value for fork in metric["rawData"] for value in fork)
        unit = metric["scoreUnit"].removesuffix("/op")
        target = TARGETS.get(name)
        verdict = "" if target is None else f", below {target}: {'yes' if median < target else 'NO'}"
        print(f"{name}: {median:.1f} {unit}{verdict}")


def main():
    given = sys.argv[1:]
    if "-h" in given or "--help" in given:
        raise SystemExit(__doc__)
    split = given.index("--") if "--" in given else len(given)
    names, options = given[:split] or ["CacheBenchmark"], given[split + 1:]
    with tempfile.TemporaryDirectory() as folder:
        results = pathlib.Path(folder, "results.json")
        subprocess.run(
            [loopback.java(), "--enable-native-access=ALL-UNNAMED", "-cp", loopback.bench_classpath(),
             "org.openjdk.jmh.Main", *names, "-rf", "json", "-rff", results, *options],
            check=True,
        )
        tell(results)


if __name__ == "__main__":
    main()
