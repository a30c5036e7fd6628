#!/usr/bin/env python3
"""A handler in Java on virtual threads: ours beside Jetty 12 and Helidon 4, the same JSON answer.

Each server is a fresh JVM bound to one core; wrk asks from the other one over 32 connections kept
alive, first until so many requests were answered that the JVM is warm. The servers take turns, A B C
A B C ..., so that what else happens on the machine meets all of them. Prints medians of requests a
second and of CPU microseconds a request (of all the server's threads but those that compile), and
ratios of medians; on a machine that has other work only the CPU time says something. "routes" is
ours with a table of routes before the handler. Needs wrk, taskset, Maven, a JDK 25.

    bench/compare/handlers-beside-peers.py [--runs 5] [--seconds 5] [--warm 200000] [--only ours,jetty]
"""

import argparse
import pathlib
import re
import statistics
import subprocess
import time

import loopback

JAVA = ["-XX:+UseSerialGC", "-Xms256m", "-Xmx256m", "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow"]
SERVERS = ["ours", "routes", "jetty", "helidon"]


def cpu(pid):
    """CPU nanoseconds that a JVM's threads have used, without those that compile."""
    used = 0
    for thread in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            name = (thread / "comm").read_text()
            spent = int((thread / "schedstat").read_text().split()[0])
        except OSError:
            continue
        if not re.match(r"C[12] Comp", name):
            used += spent
    return used


def wrk(port, seconds):
    """Requests that were answered, and requests a second."""
    told = subprocess.run(
        ["taskset", "-c", "1", "wrk", "-t", "1", "-c", "32", "-d", str(seconds),
         f"http://127.0.0.1:{port}/json"],
        check=True, capture_output=True, text=True,
    ).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        raise SystemExit(told)
    return (int(re.search(r"(\d+) requests in", told)[1]),
            float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1]))


def measure(classpath, server, options):
    process = subprocess.Popen(
        ["taskset", "-c", "0", loopback.java(), *JAVA, "-cp", classpath,
         "dev.glasshouse.bench.HandlerServer", server],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )
    try:
        port = int(process.stdout.readline())
        warm, until = 0, time.monotonic() + 120
        while warm < options.warm and time.monotonic() < until:
            warm += wrk(port, 3)[0]
        before = cpu(process.pid)
        answered, rate = wrk(port, options.seconds)
        return rate, (cpu(process.pid) - before) / answered / 1e3
    finally:
        process.stdin.close()
        process.wait(30)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--warm", type=int, default=200000)
    parser.add_argument("--only", default=",".join(SERVERS))
    parser.add_argument("--classpath", help="of the bench module; by default Maven is asked")
    options = parser.parse_args()
    classpath = options.classpath or loopback.bench_classpath()
    servers = options.only.split(",")
    rates, costs = ({server: [] for server in servers} for _ in range(2))
    for _ in range(options.runs):
        for server in servers:
            rate, cost = measure(classpath, server, options)
            rates[server].append(rate)
            costs[server].append(cost)
    print(f"32 connections, medians of {options.runs} JVMs, each after {options.warm} requests")
    for server in servers:
        print(f"  {server:8} {statistics.median(rates[server]):8.0f} requests/s "
              f"{statistics.median(costs[server]):6.1f} us CPU a request")
    for peer in servers:
        if peer in ("jetty", "helidon") and "ours" in servers:
            rate = statistics.median(rates["ours"]) / statistics.median(rates[peer])
            cost = statistics.median(costs["ours"]) / statistics.median(costs[peer])
            print(f"  ours / {peer}: {rate:.2f} x the requests a second, {cost:.2f} x the CPU")


if __name__ == "__main__":
    main()
