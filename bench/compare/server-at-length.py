#!/usr/bin/env python3
"""What our server takes at length: idle connections, and many requests.

  idle   10,000 connections of HTTP/1.1 that have each had an answer and stay open: the
         server's memory (PSS)
  flat   2,000,000 requests of 1 KB in one process (wrk, 32 connections): memory after each tenth
  half   how long an answer takes from the instant at which its request is due, at half of the
         requests a second that the server can do (wrk says how many), beside nginx at the same
         rate, in turns

The server (./glass serve; GLASS_COMMAND says another one) has one core, the load the other. Needs
wrk, taskset and Python 3, for "half" also nginx and a JDK 25.

    bench/compare/server-at-length.py [idle|flat|half ...] [--connections 10000] [--requests 2000000]
        [--seconds 20] [--rounds 3]
"""

import argparse
import os
import pathlib
import re
import resource
import shutil
import socket
import statistics
import subprocess
import tempfile

import loopback
import nameservers

SERVER_CORE, LOAD_CORE = "0", "1"


def start(work, connections):
    site = work / "site"
    site.mkdir(exist_ok=True)
    (site / "file").write_bytes(b"x" * 1024)
    port = loopback.free_port()
    config = work / "serve.toml"
    config.write_text(f"""
[[listen]]
address = "127.0.0.1:{port}"
connections = {connections + 100}
requests = 1000000000
keep-alive = "1h"

[[site]]
root = "{site}"
""")
    command = os.environ.get("GLASS_COMMAND", str(loopback.ROOT / "glass"))
    server = subprocess.Popen(
        ["taskset", "-c", SERVER_CORE, command, "serve", "--config", str(config), "--log", "none"],
        stdout=subprocess.DEVNULL)
    loopback.await_port(port, "glass serve", 120)
    return server, port


def wrk(port, seconds):
    told = subprocess.run(
        ["taskset", "-c", LOAD_CORE, "wrk", "-t", "1", "-c", "32", "-d", f"{seconds}s", f"http://127.0.0.1:{port}/file"],
        check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        raise SystemExit(f"not all requests were answered well: {told}")
    return int(re.search(r"(\d+) requests in", told)[1])


def answer(connection):
    """Reads one answer of 1 KB whole."""
    got = b""
    while b"\r\n\r\n" not in got or len(got.split(b"\r\n\r\n", 1)[1]) < 1024:
        more = connection.recv(4096)
        if not more:
            raise SystemExit("the server closed a connection")
        got += more
    if b" 200 " not in got[:20]:
        raise SystemExit(f"not answered well: {got[:100]}")


def idle(work, options):
    server, port = start(work, options.connections)
    opened = []
    try:
        before = nameservers.memory(server.pid)
        for i in range(options.connections):
            one = socket.socket()
            one.bind((f"127.0.0.{2 + i % 8}", 0))
            one.connect(("127.0.0.1", port))
            one.sendall(b"GET /file HTTP/1.1\r\nHost: localhost\r\n\r\n")
            answer(one)
            opened.append(one)
        held = nameservers.memory(server.pid)
        for one in opened[:: max(1, len(opened) // 100)]:
            one.sendall(b"GET /file HTTP/1.1\r\nHost: localhost\r\n\r\n")
            answer(one)
        print(f"idle: {len(opened)} connections: {held:.0f} MiB, {before:.0f} before, "
              f"{(held - before) * 1024 / len(opened):.1f} KiB each")
    finally:
        for one in opened:
            one.close()
        server.terminate()
        server.wait()


def flat(work, options):
    server, port = start(work, 100)
    try:
        done, shown = 0, 0
        while done < options.requests:
            done += wrk(port, 2)
            if done >= shown:
                print(f"flat: {done:9} requests: {nameservers.memory(server.pid):.0f} MiB", flush=True)
                shown = done + options.requests // 10
        print(f"flat: {done:9} requests: {nameservers.memory(server.pid):.0f} MiB")
    finally:
        server.terminate()
        server.wait()


def steady(port, rate, options):
    """What bench's SteadyLoad says of a server at this many requests a second."""
    return subprocess.run(
        ["taskset", "-c", LOAD_CORE, loopback.java(), "-XX:+UseSerialGC", "-cp", options.classpath,
         "dev.glasshouse.bench.SteadyLoad", str(port), "/file", str(rate), str(options.seconds), "32"],
        check=True, capture_output=True, text=True).stdout.strip()


def half(work, options):
    server, port = start(work, 100)
    nginx, beside, _ = loopback.start_nginx(work, work / "site")
    try:
        loopback.on_core(SERVER_CORE, nginx.pid)
        rates = [wrk(port, 2) // 2 for _ in range(6)]
        rate = statistics.median(rates[3:]) // 2
        for _ in range(options.rounds):
            for name, its in (("ours", port), ("nginx", beside)):
                print(f"half: {name:5} at {steady(its, int(rate), options)}", flush=True)
    finally:
        for process in (server, nginx):
            process.terminate()
            process.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="*", choices=["idle", "flat", "half", []], default=[])
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=2_000_000)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    for program in ("wrk", "taskset"):
        if not shutil.which(program):
            raise SystemExit(f"{program} is not on this machine")
    options.classpath = loopback.bench_classpath() if "half" in (options.what or ["half"]) else ""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    for what in options.what or ["idle", "flat", "half"]:
        with tempfile.TemporaryDirectory() as folder:
            work = pathlib.Path(folder)
            work.chmod(0o755)
            {"idle": idle, "flat": flat, "half": half}[what](work, options)


if __name__ == "__main__":
    main()
