#!/usr/bin/env python3
"""Our HTTP client beside OkHttp 5, Kwik and curl, against the same servers on loopback.

For each of HTTP/1.1 without TLS, HTTP/1.1 with TLS and HTTP/2 with TLS, from nginx, the clients take
turns, A B A B ..., each in a fresh JVM that gets a file of 1 KB 10,000 times with 32 at once, in
rounds: the first is cold, the last is warm. Then a file of 1 GB is downloaded by each, three times
in one JVM: the first is cold, and has in it the loading of the client's classes. HTTP/3 is done the
same way from Caddy, beside Flupke on Kwik. Prints medians and ratios of medians. Needs nginx,
caddy, openssl, curl, Python 3, Maven, a JDK 25.

    bench/compare/clients-beside-peers.py [--runs 5] [--rounds 5] [--only h1] [--peers okhttp,jdk]

"recorded" among the peers (it is by itself) is our client with a journey for each request: what
the recorder costs.

With --aot each client's JVM has an AOT cache of its own (JEP 483), made before by a run of a single
small request, as ./glass has one: so what is cold is the client and not the reading of class files.
"""

import argparse
import pathlib
import re
import shutil
import statistics
import subprocess
import tempfile
import time

import loopback

JAVA = ["-XX:+UseSerialGC", "-Xmx512m", "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow"]


def load(classpath, client, version, authority, url, requests, concurrency, rounds, options=()):
    """Requests a second, CPU microseconds and megabytes a second of each round, and the peak."""
    told = subprocess.run(
        [loopback.java(), *JAVA, *options, "-cp", classpath, "dev.glasshouse.bench.ClientLoad", client,
         str(version), authority, url, str(requests), str(concurrency), str(rounds)],
        check=True, capture_output=True, text=True, timeout=600,
    ).stdout
    found = re.findall(r"round \d+: ([\d.]+) requests/s, ([\d.]+) us CPU a request, ([\d.]+) MB/s", told)
    return [tuple(map(float, one)) for one in found], float(re.search(r"peak ([\d.]+)", told)[1])


def ahead(options, classpath, work, client, version, authority, url):
    """What a JVM is told to start with: nothing, or the client's AOT cache, which is made once."""
    if not options.aot:
        return []
    cache = work / f"{client}-{version}-{url.split(':')[0]}.aot"
    if not cache.exists():
        load(classpath, client, version, authority, url, 1, 1, 1, [f"-XX:AOTCacheOutput={cache}"])
    return [f"-XX:AOTCache={cache}", "-Xlog:aot=off", "-Xlog:cds=off"]


def small(options, classpath, work, name, version, authority, url, peers):
    clients = ["ours", *peers]
    cold, warm, cpu, peak = ({c: [] for c in clients} for _ in range(4))
    for _ in range(options.runs):
        for client in clients:
            start = ahead(options, classpath, work, client, version, authority, url)
            rounds, most = load(classpath, client, version, authority, url,
                                options.requests, 32, options.rounds, start)
            cold[client].append(rounds[0][0])
            warm[client].append(rounds[-1][0])
            cpu[client].append(rounds[-1][1])
            peak[client].append(most)
    median = {c: [statistics.median(t[c]) for t in (cold, warm, cpu, peak)] for c in clients}
    print(f"\n{name}: {options.requests} GETs of 1 KB, 32 at once, medians of {options.runs} JVMs")
    for c in clients:
        one = median[c]
        print(f"  {c:9} cold {one[0]:8.0f}/s  warm {one[1]:8.0f}/s  {one[2]:6.1f} us CPU  {one[3]:6.0f} MiB")
    for c in peers:
        if c == "recorded":
            off, on = median["ours"], median[c]
            print(f"  the recorder costs {100 * (1 - on[1] / off[1]):.1f} % of requests a second, "
                  f"{on[2] - off[2]:.1f} us CPU a request")
            continue
        print(f"  ours / {c}: cold {median['ours'][0] / median[c][0]:.2f}, warm "
              f"{median['ours'][1] / median[c][1]:.2f}, memory {median['ours'][3] / median[c][3]:.2f}")


def curl(version, authority, url):
    begin = time.perf_counter()
    command = ["curl", "-s", "-o", "/dev/null", f"--http{version}" + (".1" if version == 1 else ""), url]
    subprocess.run(command + (["--cacert", authority] if authority != "-" else []), check=True)
    return time.perf_counter() - begin


def large(options, classpath, work, name, version, authority, url, size, peers):
    seconds = {c: [] for c in ["curl", "ours", *peers]}
    again = {c: [] for c in seconds}
    peak = {c: [] for c in seconds}
    # Once for nobody: the first to ask would wait for the file to come into memory.
    curl(min(version, 2), authority, url)
    for _ in range(options.runs):
        # curl here speaks no HTTP/3: beside it stands its HTTP/2.
        seconds["curl"].append(curl(min(version, 2), authority, url))
        for client in ["ours", *peers]:
            start = ahead(options, classpath, work, client, version, authority,
                          url.rsplit("/", 1)[0] + "/small")
            rounds, most = load(classpath, client, version, authority, url, 1, 1, 3, start)
            seconds[client].append(size / 1e6 / rounds[0][2])
            again[client].append(size / 1e6 / rounds[-1][2])
            peak[client].append(most)
    print(f"\n{name}: {size >> 20} MiB, first and third in a JVM, medians of {options.runs}; "
          "JVM start not counted")
    base = statistics.median(seconds["curl"])
    for client, all_of in seconds.items():
        most = f"  {statistics.median(peak[client]):6.0f} MiB" if peak[client] else ""
        middle = statistics.median(all_of)
        warm = statistics.median(again[client]) if again[client] else middle
        print(f"  {client:9} {middle:6.2f} s  {middle / base:5.2f} x curl  then {warm:6.2f} s  "
              f"{warm / base:5.2f} x{most}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--size", type=int, default=1 << 30)
    parser.add_argument("--peers", type=lambda text: [p for p in text.split(",") if p], default=["okhttp", "recorded"])
    parser.add_argument("--only", choices=["h1", "h1s", "h2", "h3"], help="one of the ways")
    parser.add_argument("--aot", action="store_true", help="each client with an AOT cache of its own")
    options = parser.parse_args()
    for needed in ("nginx", "caddy", "openssl", "curl"):
        if not shutil.which(needed):
            raise SystemExit(f"{needed} is not installed: install Debian's package of that name")
    work = pathlib.Path(tempfile.mkdtemp(prefix="glass-bench-"))
    work.chmod(0o755)
    classpath = loopback.bench_classpath()
    if options.aot:
        classpath = loopback.jars_only(classpath, work)
    site = work / "site"
    site.mkdir()
    (site / "small").write_bytes(b"glass" * 205)
    with open(site / "large", "wb") as file:
        file.truncate(options.size)
    tls = loopback.certificate(work)
    server, port, secure = loopback.start_nginx(work, site, tls)
    caddy, over_quic = loopback.start_caddy(work, site, tls)
    ways = {
        "h1": ("HTTP/1.1", 1, "-", f"http://127.0.0.1:{port}"),
        "h1s": ("HTTP/1.1 over TLS", 1, str(tls[0]), f"https://localhost:{secure}"),
        "h2": ("HTTP/2 over TLS", 2, str(tls[0]), f"https://localhost:{secure}"),
        "h3": ("HTTP/3", 3, str(tls[0]), f"https://localhost:{over_quic}"),
    }
    try:
        for key, (name, version, authority, base) in ways.items():
            if options.only in (None, key):
                peers = ["kwik"] if key == "h3" else options.peers
                small(options, classpath, work, name, version, authority, base + "/small", peers)
                beside = [p for p in peers if p != "recorded"]
                large(options, classpath, work, name, version, authority, base + "/large", options.size, beside)
    finally:
        for process in (server, caddy):
            process.terminate()
            process.wait()
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
