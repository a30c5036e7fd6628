#!/usr/bin/env python3
"""Our parts under JMH, each of which has a target of its own.

By itself those of the HTTP cache: a hit from memory (below 20 us), a hit from disk (below 500 us), and
opening a folder with 100,000 entries (below 500 ms). Needs Python 3, Maven, a JDK 25.

    bench/compare/parts.py [NAME-OF-A-BENCHMARK ...] [-- OPTIONS-OF-JMH ...]
"""

import subprocess
import sys

import loopback


def main():
    given = sys.argv[1:]
    if "-h" in given or "--help" in given:
        raise SystemExit(__doc__)
    split = given.index("--") if "--" in given else len(given)
    names, options = given[:split] or ["CacheBenchmark"], given[split + 1:]
    subprocess.run(
        [loopback.java(), "--enable-native-access=ALL-UNNAMED", "-cp", loopback.bench_classpath(),
         "org.openjdk.jmh.Main", *names, *options],
        check=True,
    )


if __name__ == "__main__":
    main()
