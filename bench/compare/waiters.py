#!/usr/bin/env python3
"""How much memory requests take that wait for news: N connections of HTTP/1, or N streams of HTTP/2.

    waiters.py CLASSPATH [--h1 N] [--h2 N] [--sse N] [--sse2 N] [JVM OPTION ...]

Starts the server of the same name, lets N requests wait on it (HTTP/1: a connection each, from several
loopback addresses; HTTP/2: by h2load, 100 streams a connection; --sse, --sse2: event streams over HTTP/1 and 2), asks it for its proportional set size
(PSS), publishes news, and counts the answers. Connections are bounded by the limit of open files.
"""
import os
import re
import resource
import selectors
import socket
import subprocess
import sys
import time
import urllib.request


def ask(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=120) as answer:
        return answer.read().decode()


def state(port):
    numbers = re.findall(r"\d+", ask(port, "/state"))
    return [int(n) for n in numbers]


def until_waiting(port, wanted):
    deadline = time.time() + 300
    while time.time() < deadline:
        waiting, pss, threads = state(port)
        if waiting >= wanted:
            return waiting, pss, threads
        time.sleep(1)
    raise SystemExit(f"only {waiting} of {wanted} wait")


def connected(port, count, request):
    sockets = []
    for i in range(count):
        one = socket.socket()
        # An address has 28,000 ephemeral ports: several are used.
        one.bind((f"127.0.0.{2 + i % 8}", 0))
        one.connect(("127.0.0.1", port))
        one.sendall(request)
        sockets.append(one)
    return sockets


def http1(port, count):
    """An answer each, when there is news."""
    sockets = connected(port, count, b"GET /wait?after=0 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    return told(port, sockets, b" 200 ")


def events(port, count):
    """A stream each, which stands open."""
    sockets = connected(port, count, b"GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    for one in sockets:
        came = b""
        while b"retry:" not in came:
            came += one.recv(4096)
    return told(port, sockets, b"data: news")


def told(port, sockets, wanted):
    count = len(sockets)
    before = until_waiting(port, count)
    chooser = selectors.DefaultSelector()
    for one in sockets:
        chooser.register(one, selectors.EVENT_READ)
    begun = time.time()
    ask(port, "/publish")
    answered = 0
    while answered < count and time.time() - begun < 300:
        for key, _ in chooser.select(1):
            if wanted in key.fileobj.recv(4096):
                answered += 1
            chooser.unregister(key.fileobj)
    took = time.time() - begun
    for one in sockets:
        one.close()
    return before, answered, took


def h2load(port, count, path):
    """A hundred streams on each connection."""
    return subprocess.Popen(
        ["h2load", "-n", str(count), "-c", str(count // 100), "-m", "100", "-t", "1", "-N", "600s",
         f"http://127.0.0.1:{port}{path}"],
        stdout=subprocess.PIPE, text=True)


def events2(port, count):
    """A stream of events each, over HTTP/2; how many are told shows only at their end, which is not awaited."""
    load = h2load(port, count, "/events")
    before = until_waiting(port, count)
    load.kill()
    load.wait()
    return before, 0, 0


def http2(port, count):
    load = h2load(port, count, "/wait?after=999999")
    before = until_waiting(port, count)
    begun = time.time()
    ask(port, "/publish")
    out = load.communicate(timeout=600)[0]
    took = time.time() - begun
    done = re.search(r"(\d+) succeeded", out)
    return before, int(done.group(1)) if done else 0, took


def run(classpath, options, way, count):
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    java = os.path.join(os.environ.get("JAVA_HOME", ""), "bin", "java") if "JAVA_HOME" in os.environ else "java"
    server = subprocess.Popen(
        [java, "-Xss1m", "--enable-native-access=ALL-UNNAMED", *options, "-cp", classpath,
         "dev.glasshouse.bench.WaitersServer"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        port = int(server.stdout.readline())
        idle = state(port)[1]
        (waiting, pss, threads), answered, took = way(port, count)
        print(f"{way.__name__}: {waiting} wait; PSS {pss / 1024:.0f} MB (idle before {idle / 1024:.0f} MB), "
              f"{(pss - idle) / waiting:.1f} kB each, {threads} threads; "
              f"{answered} answered {took:.1f} s after the news", flush=True)
    finally:
        server.kill()
        server.wait()


def main():
    args = sys.argv[1:]
    if not args:
        raise SystemExit(__doc__)
    classpath = args.pop(0)
    counts = {"--h1": 0, "--h2": 0, "--sse": 0, "--sse2": 0}
    options = []
    while args:
        arg = args.pop(0)
        if arg in counts:
            counts[arg] = int(args.pop(0))
        else:
            options.append(arg)
    if counts["--h1"]:
        run(classpath, options, http1, counts["--h1"])
    if counts["--h2"]:
        run(classpath, options, http2, counts["--h2"])
    if counts["--sse"]:
        run(classpath, options, events, counts["--sse"])
    if counts["--sse2"]:
        run(classpath, options, events2, counts["--sse2"])


if __name__ == "__main__":
    main()
