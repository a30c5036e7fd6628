#!/usr/bin/env python3
"""Our server of files beside nginx, on loopback: 1 KB and 100 KB over HTTP/1.1 without TLS and over
HTTP/2 with TLS, and over HTTP/3 beside Caddy.

Each server runs on one core, the load on the other: wrk with 32 connections, h2load with 4
connections of 8 streams each, and for HTTP/3, which neither speaks, our own client with 32 requests
at once, a process for each server that stays (it is what limits the requests a second of the faster
one, so look at the CPU time there). The servers take turns, A B A B ...; told is the CPU time of the
server a request (user and system, from /proc), so that the ratio also holds on a machine with other
work. Before, each has answered as many requests as a JVM needs to compile what they need.

Needs nginx, wrk, h2load, openssl, taskset, Python 3 and ./glass (GLASS_COMMAND says another one);
with h3 also caddy and a JDK 25.

    bench/compare/files-beside-peers.py [h1|h2|h3 ...] [--seconds 4] [--rounds 5] [--warm 80000]
        [--bytes 1024,102400] [--log none]
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

SERVER_CORE, LOAD_CORE = "0", "1"


class QuicLoad:
    """Our client, which asks a server for a file in rounds of so many requests."""

    def __init__(self, port, name, authority, options):
        self.process = subprocess.Popen(
            ["taskset", "-c", LOAD_CORE, loopback.java(), "-XX:+UseSerialGC", "-Xmx512m",
             "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp",
             options.classpath, "dev.glasshouse.bench.ClientLoad", "ours", "3", str(authority),
             f"https://localhost:{port}/{name}", "-", "32", "-"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, requests):
        """How many a second."""
        print(requests, file=self.process.stdin, flush=True)
        return float(re.search(r"([\d.]+) requests/s", self.process.stdout.readline())[1])

    def end(self):
        self.process.stdin.close()
        self.process.wait(60)


def start_ours(work, site, tls, options):
    plain, secure = loopback.free_port(), loopback.free_port()
    command = os.environ.get("GLASS_COMMAND", str(loopback.ROOT / "glass"))
    process = subprocess.Popen(
        ["taskset", "-c", SERVER_CORE, command, "serve", str(site), "--log", options.log,
         "--listen", f"127.0.0.1:{plain}", "--tls-listen", f"127.0.0.1:{secure}",
         "--cert", str(tls[0]), "--key", str(tls[1])], stdout=subprocess.DEVNULL)
    loopback.await_port(plain, "glass serve", 120)
    loopback.await_port(secure, "glass serve", 120)
    return process, {"h1": plain, "h2": secure, "h3": secure}


def start_nginx(work, site, tls, options):
    process, plain, secure = loopback.start_nginx(work, site, tls)
    loopback.on_core(SERVER_CORE, process.pid)
    return process, {"h1": plain, "h2": secure}


def start_caddy(work, site, tls, options):
    process, port = loopback.start_caddy(work, site, tls)
    loopback.on_core(SERVER_CORE, process.pid)
    return process, {"h3": port}


STARTS = {"ours": start_ours, "nginx": start_nginx, "caddy": start_caddy}


def load(way, port, name, options, rate):
    """Asks for a file without pause; how many answers came, and how many a second.

    h2load is told a number (what it does in the time at the rate of the last turn): its own way of
    stopping after some seconds sometimes does not stop.
    """
    requests = max(500, int(rate * options.seconds))
    if way == "h1":
        command = ["wrk", "-t", "1", "-c", "32", "-d", f"{options.seconds}s", f"http://127.0.0.1:{port}/{name}"]
    else:
        command = ["h2load", "-t", "1", "-c", "4", "-m", "8", "-n", str(requests),
                   f"https://127.0.0.1:{port}/{name}"]
    told = subprocess.run(["taskset", "-c", LOAD_CORE, *command],
                          check=True, capture_output=True, text=True).stdout
    if way == "h1":
        # Its time-outs are those of a loaded machine, and no wrong answers.
        count, wrong = int(re.search(r"(\d+) requests in", told)[1]), "Non-2xx" in told
        rate = count / options.seconds
    else:
        rate = float(re.search(r"([\d.]+) req/s", told)[1])
        codes = re.search(r"status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx", told)
        count, wrong = int(codes[1]), any(int(codes[i]) for i in (2, 3, 4))
    if wrong:
        raise SystemExit(f"not all requests were answered well: {told}")
    return count, rate


def compare(way, size, warm, servers, authority, options):
    name = f"file-{size}"
    figures = {server: [] for server in servers}
    rates = {server: 500.0 for server in servers}
    askers = {server: QuicLoad(its[1][way], name, authority, options) for server, its in servers.items() if way == "h3"}

    def turn(server):
        """How many answers came; and the rate of it is remembered."""
        if server in askers:
            requests = max(500, int(rates[server] * options.seconds))
            rates[server] = askers[server].ask(requests)
            return requests
        requests, rates[server] = load(way, servers[server][1][way], name, options, rates[server])
        return requests

    try:
        for server in servers:
            answered = 0
            while answered < warm:
                answered += turn(server)
        for _ in range(options.rounds):
            for server, (process, _) in servers.items():
                before = nameservers.cpu(process.pid)
                requests = turn(server)
                if requests:
                    spent = (nameservers.cpu(process.pid) - before) / requests * 1e6
                    figures[server].append((spent, rates[server]))
    finally:
        for asker in askers.values():
            asker.end()
    base = statistics.median(spent for spent, _ in list(figures.values())[-1])
    for server, taken in figures.items():
        spent = statistics.median(s for s, _ in taken)
        rate = statistics.median(r for _, r in taken)
        print(f"{way} {size:7} bytes  {server:6} {spent:7.1f} us CPU a request, {rate:8.0f} requests/s, "
              f"{spent / base:.2f} of {list(figures)[-1]}'s", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("ways", nargs="*", default=["h1", "h2", "h3"])
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--warm", type=int, default=80_000, help="requests of each server before it is measured")
    parser.add_argument("--bytes", default="1024,102400")
    parser.add_argument("--log", default="none")
    options = parser.parse_args()
    sizes = [int(size) for size in options.bytes.split(",")]
    kinds = ["ours"] + (["nginx"] if {"h1", "h2"} & set(options.ways) else [])
    kinds += ["caddy"] if "h3" in options.ways else []
    for program in ["wrk", "h2load", "openssl", "taskset", *kinds[1:]]:
        if not shutil.which(program):
            raise SystemExit(f"{program} is not on this machine")
    options.classpath = loopback.bench_classpath() if "h3" in options.ways else ""
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        site = work / "site"
        site.mkdir()
        work.chmod(0o755)
        for size in sizes:
            (site / f"file-{size}").write_bytes(b"x" * size)
            os.utime(site / f"file-{size}", (0, 1_500_000_000))
        tls = loopback.certificate(work)
        running = {}
        try:
            for kind in kinds:
                running[kind] = STARTS[kind](work, site, tls, options)
            for way in options.ways:
                servers = {name: its for name, its in running.items() if way in its[1]}
                for size in sizes:
                    # What a second size needs is compiled for the most part.
                    warm = options.warm if size == sizes[0] else options.warm // 4
                    compare(way, size, warm, servers, tls[0], options)
        finally:
            for process, _ in running.values():
                process.terminate()
            for process, _ in running.values():
                process.wait()


if __name__ == "__main__":
    main()
