#!/usr/bin/env python3
"""What a journey of each request costs: our client, server and edge with it beside the same without.

client: one JVM for each of HTTP/1.1, HTTP/1.1 over TLS and HTTP/2, against nginx, 32 requests at
once for a file of 1 KB; every second round has a journey for each request, so that both have the
same compiled code and connections. Told are processor time and allocated bytes a request, and
requests a second, without and with, over the second half of the rounds, and the median of the
rounds' ratios, each round beside the one before it.

server, edge: one "glass serve" (a folder) or "glass edge" (before an nginx) that records nothing
(--log none) beside those that --with names: "record" has a journey of each request, of which the last
ones can be looked at (--stories-at) and none is printed; "line", "combined", "json" and "story" write
them to a file, as --log says. nginx: with its access_log off, and on, for comparison. All on one core
and the load on the other (wrk with 32 connections; h2load with 4 connections of 8 streams), in turns;
told is the processor time of the process a request, so a machine with other work serves as well. Two
JVMs that do the same differ by several per cent, by what each has compiled: --starts says how often
all begin anew, and told is the median of the starts, and each of them.

Needs nginx, openssl, wrk, h2load, taskset, Python 3, a JDK 25, and ./glass (GLASS_COMMAND says
another one).

    bench/compare/journey-on.py [client|server|edge|nginx ...] [--ways h1,h1s,h2] [--rounds 200]
        [--requests 5000] [--turns 12] [--starts 1] [--seconds 2] [--warm 100000] [--with record,line]
"""

import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import tempfile

import loopback
import nameservers

SERVED_CORE, LOAD_CORE = "0", "1"
ROUND = re.compile(r"round \d+: ([\d.]+) requests/s, ([\d.]+) us CPU a request, [\d.]+ MB/s, ([\d.]+) bytes")


def percent(off, on):
    """How much more of something, by the pairs' median."""
    return 100 * (statistics.median(b / a for a, b in zip(off, on)) - 1)


def client(way, url, authority, options, classpath):
    version = "2" if way == "h2" else "1"
    told = subprocess.run(
        [loopback.java(), "-XX:+UseSerialGC", "-Xmx512m", "--enable-native-access=ALL-UNNAMED",
         "--sun-misc-unsafe-memory-access=allow", "-cp", classpath, "dev.glasshouse.bench.ClientLoad",
         "turns", version, authority, url, str(options.requests), "32", str(options.rounds)],
        check=True, capture_output=True, text=True).stdout
    rounds = [tuple(map(float, one)) for one in ROUND.findall(told)]
    half = len(rounds) // 4 * 2
    off, on = rounds[half::2], rounds[half + 1::2]
    off, on = off[:len(on)], on[:len(off)]
    rate, spent, size = ([[one[i] for one in side] for side in (off, on)] for i in range(3))
    mean = statistics.mean
    # The clock of processor time goes in steps of 10 ms: means, not medians, see less.
    print(f"client {way:4} {mean(spent[0]):6.2f} -> {mean(spent[1]):6.2f} us CPU a request "
          f"({100 * (mean(spent[1]) / mean(spent[0]) - 1):+.1f} %), "
          f"{mean(size[0]):.0f} -> {mean(size[1]):.0f} bytes, "
          f"{statistics.median(rate[0]):.0f} -> {statistics.median(rate[1]):.0f} requests/s "
          f"({percent(*rate):+.1f} %), {len(off)} pairs", flush=True)


class Place:
    """What the servers that are compared stand on: folders, a certificate, a server to pass on to."""

    def __init__(self, work, site, tls, origin):
        self.work, self.site, self.tls, self.origin = work, site, tls, origin

    def glass(self, log, *arguments):
        command = os.environ.get("GLASS_COMMAND", str(loopback.ROOT / "glass"))
        arguments += ("--log", "none", "--stories-at", "127.0.0.1:0") if log == "record" else ("--log", log)
        with open(self.work / f"told-{arguments[0]}-{log}", "wb") as told:
            return subprocess.Popen(["taskset", "-c", SERVED_CORE, command, *map(str, arguments)],
                                    stdout=told, stderr=subprocess.DEVNULL)

    def serve(self, log):
        plain, secure = loopback.free_port(), loopback.free_port()
        process = self.glass(log, "serve", self.site, "--listen", f"127.0.0.1:{plain}", "--tls-listen",
                             f"127.0.0.1:{secure}", "--cert", self.tls[0], "--key", self.tls[1])
        loopback.await_port(plain, "glass serve", 120)
        loopback.await_port(secure, "glass serve", 120)
        return process, {"h1": plain, "h2": secure}

    def edge(self, log):
        plain = loopback.free_port()
        process = self.glass(log, "edge", "--to", f"http://127.0.0.1:{self.origin}", "--listen", f"127.0.0.1:{plain}")
        loopback.await_port(plain, "glass edge", 120)
        return process, {"h1": plain}

    def nginx(self, log):
        folder = self.work / f"nginx-{log}"
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
        process, plain, secure = loopback.start_nginx(
            folder, self.site, self.tls, "off" if log == "none" else folder / "access.log")
        for each in nameservers.tree(process.pid):
            os.sched_setaffinity(each, {int(SERVED_CORE)})
        return process, {"h1": plain, "h2": secure}


def load(way, port, options, rate):
    """Asks without pause; how many answers came, and how many a second."""
    if way == "h1":
        command = ["wrk", "-t", "1", "-c", "32", "-d", f"{options.seconds}s", f"http://127.0.0.1:{port}/small"]
    else:
        command = ["h2load", "-t", "1", "-c", "4", "-m", "8", "-n", str(max(500, int(rate * options.seconds))),
                   f"https://127.0.0.1:{port}/small"]
    told = subprocess.run(["taskset", "-c", LOAD_CORE, *command], check=True, capture_output=True, text=True).stdout
    if way == "h1":
        if "Non-2xx" in told:
            raise SystemExit(f"not all requests were answered well: {told}")
        count = int(re.search(r"(\d+) requests in", told)[1])
        return count, count / options.seconds
    codes = re.search(r"status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx", told)
    if any(int(codes[i]) for i in (2, 3, 4)):
        raise SystemExit(f"not all requests were answered well: {told}")
    return int(codes[1]), float(re.search(r"([\d.]+) req/s", told)[1])


def once(start, kinds, ways, options):
    """One start of each server: the processor time a request of each turn, by way and by kind."""
    spent = {way: {log: [] for log in kinds} for way in ways}
    servers = {}
    try:
        for log in kinds:
            servers[log] = start(log)
        for way in ways:
            rate = {log: 500.0 for log in kinds}
            for log, (_, ports) in servers.items():
                answered = 0
                while answered < options.warm:
                    count, rate[log] = load(way, ports[way], options, rate[log])
                    answered += count
            for _ in range(options.turns):
                for log, (process, ports) in servers.items():
                    before = nameservers.cpu(process.pid)
                    count, rate[log] = load(way, ports[way], options, rate[log])
                    if count:
                        spent[way][log].append((nameservers.cpu(process.pid) - before) / count * 1e6)
    finally:
        for process, _ in servers.values():
            process.terminate()
            process.wait()
    return spent


def served(what, start, ways, logs, options):
    starts = [once(start, ["none", *logs], ways, options) for _ in range(options.starts)]
    for way in ways:
        off = [statistics.median(one[way]["none"]) for one in starts]
        told = []
        for log in logs:
            on = [statistics.median(one[way][log]) for one in starts]
            more = [percent(one[way]["none"], one[way][log]) for one in starts]
            each = f" (starts: {', '.join(f'{one:+.1f}' for one in more)})" if len(more) > 1 else ""
            told.append(f"{log} {statistics.median(on):.2f}, {statistics.median(more):+.1f} % by pairs{each}")
        print(f"{what:6} {way:4} us CPU a request: none {statistics.median(off):.2f}, {'; '.join(told)}; "
              f"{options.starts} starts of {options.turns} turns", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="client|server|edge|nginx")
    parser.add_argument("--ways", type=lambda text: text.split(","), default=["h1", "h1s", "h2"])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--requests", type=int, default=5000)
    parser.add_argument("--turns", type=int, default=12)
    parser.add_argument("--starts", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--warm", type=int, default=100_000)
    parser.add_argument("--with", dest="on", type=lambda text: text.split(","), default=["record", "line"])
    options = parser.parse_args()
    parts = options.parts or ["client", "server", "edge", "nginx"]
    for needed in ("nginx", "openssl", "wrk", "h2load", "taskset"):
        if not shutil.which(needed):
            raise SystemExit(f"{needed} is not on this machine")
    with tempfile.TemporaryDirectory(prefix="glass-bench-") as folder:
        work = pathlib.Path(folder)
        work.chmod(0o755)
        site = work / "site"
        site.mkdir()
        (site / "small").write_bytes(b"glass" * 205)
        tls = loopback.certificate(work)
        origin, plain, secure = loopback.start_nginx(work, site, tls)
        try:
            if "client" in parts:
                classpath = loopback.bench_classpath()
                for way in options.ways:
                    url = f"http://127.0.0.1:{plain}/small" if way == "h1" else f"https://localhost:{secure}/small"
                    client(way, url, "-" if way == "h1" else str(tls[0]), options, classpath)
            ways = [way for way in options.ways if way != "h1s"]
            place = Place(work, site, tls, plain)
            if "server" in parts:
                served("server", place.serve, ways, options.on, options)
            if "edge" in parts:
                served("edge", place.edge, [way for way in ways if way == "h1"], options.on, options)
            if "nginx" in parts:
                served("nginx", place.nginx, ways, ["combined"], options)
        finally:
            origin.terminate()
            origin.wait()


if __name__ == "__main__":
    main()
