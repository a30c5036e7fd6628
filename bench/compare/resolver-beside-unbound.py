#!/usr/bin/env python3
"""Our resolver beside Unbound, each with one thread, on loopback, over one simulated internet.

The root, ten top-level domains and the zones' servers are one program of ours (bench's NameWorld) on
127.53.x.y:53, which both find from the same root hints; each answer of it is a round trip late.
Neither validates; both minimise names. The servers take turns, A B A B ... Asked is with dnsperf:

  cached   the same names again and again: answers a CPU second of the server (from /proc), so that
           the ratio also holds on a machine with other work; the first rounds are warming up
  growth   the same for 1,000, 100,000 and 1,000,000 names, with the memory of the server (PSS), and
           what each answer takes of it; ten askers fill the caches, without the servers' delay
  cold     names that nobody has asked for yet, ten in each zone (or --each), with 20 ms to each server: answers a
           second, and a CPU second; both have resolved other names before, to warm up. With one
           thread each, the server has the first core for itself, and the askers and the simulated
           internet share the second

Needs unbound, dnsperf, dig, Python 3, Maven, a JDK 25, and the right to listen on port 53.

    bench/compare/resolver-beside-unbound.py [cached|growth|cold ...] [--names 1000] [--seconds 5]
        [--rounds 5] [--delay 20] [--outstanding 2000] [--fresh 50000] [--warm 400000] [--each 10]
        [--narrow] [--threads 1]
"""

import argparse
import contextlib
import os
import pathlib
import random
import resource
import shutil
import statistics
import subprocess
import tempfile

import loopback
import nameservers

ZONES = 1000
FILLING = 10
CACHE = 1 << 30


class World:
    """The simulated internet."""

    def __init__(self, classpath, zones, delay):
        self.process = subprocess.Popen(
            [loopback.java(), "-XX:+UseSerialGC", "-Xmx64m", "--enable-native-access=ALL-UNNAMED", "-cp", classpath,
             "dev.glasshouse.bench.NameWorld", str(zones), str(delay), "53"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline() != "ready\n":
            raise SystemExit("the simulated internet did not start")

    def asked(self):
        """How many questions came since the last time; how late their answers were, microseconds: mean, most."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return tuple(map(int, self.process.stdout.readline().split()))

    def end(self):
        self.process.kill()
        self.process.wait()


def hints(work):
    file = work / "hints"
    file.write_text(". 3600000 NS a.\na. 3600000 A 127.53.0.1\n")
    return file


GENEROUS = """
  outgoing-range: 8192
  num-queries-per-thread: 4096
  so-rcvbuf: 4m
  so-sndbuf: 4m
"""


def unbound(work, port, generous, threads):
    config = work / f"unbound-{port}.conf"
    config.write_text(f"""
server:
  interface: 127.0.0.1@{port}
  username: ""
  chroot: ""
  directory: {work}
  pidfile: {work}/unbound-{port}.pid
  use-syslog: no
  logfile: {work}/unbound.log
  num-threads: {threads}
  module-config: "iterator"
  root-hints: {work}/hints
  do-not-query-localhost: no
  qname-minimisation: yes
  do-ip6: no
  msg-cache-size: {CACHE}
  rrset-cache-size: {CACHE}
  {GENEROUS if generous else ""}
remote-control:
  control-enable: no
""")
    return subprocess.Popen(["unbound", "-d", "-c", config], stderr=subprocess.DEVNULL)


def ours(work, port, classpath, threads):
    return nameservers.glass(
        classpath, "name", "resolve", "--listen", f"127.0.0.1:{port}", "--no-dnssec", "--threads", threads,
        "--root-hints", hints(work), "--cache-size", CACHE)


def start(work, classpath, generous=True, threads=1):
    """Both: name to (process, port)."""
    hints(work)
    ports = {"ours": loopback.free_port(), "unbound": loopback.free_port()}
    servers = {"unbound": unbound(work, ports["unbound"], generous, threads),
               "ours": ours(work, ports["ours"], classpath, threads)}
    for port in ports.values():
        nameservers.await_answer(port, "first.z0.t0", "10.0.0.0")
    return {name: (servers[name], ports[name]) for name in ports}


def stop(servers):
    nameservers.end(process for process, _ in servers.values())


def names(work, label, numbers, zone=0, zones=ZONES):
    """A file of questions for names with these numbers, in that many zones from this one on."""
    file = work / f"questions-{label}"
    file.write_text("".join(f"h{i}.z{zone + i % zones}.t{i % 10} A\n" for i in numbers))
    return file


def shares(work, label, hosts, numbers, zone, zones=ZONES):
    """The same in as many files, each for an asker of its own."""
    return [names(work, f"{label}-{i}", numbers[i::hosts], zone, zones) for i in range(hosts)]


def fill(name, process, port, questions):
    """Asks until every name was answered: on a busy machine a young process is late for many."""
    for _ in range(10):
        asked = nameservers.ask(process, port, questions)
        print(f"  {'filling':>7} {name:7} {asked}", flush=True)
        if not asked.lost and not asked.bad:
            return
    raise SystemExit(f"{name} does not answer all questions")


def cached(work, classpath, count, seconds, rounds):
    """One row of the table for each server."""
    print(f"\ncached: {count} names, {rounds} rounds of {seconds} s after two of warming up", flush=True)
    all_of_them = shares(work, "all", min(FILLING, count // 1000), range(count), 0)
    chance = random.Random(1)
    some = names(work, "some", (chance.randrange(count) for _ in range(200_000)))
    world = World(classpath, ZONES, 0)
    servers = start(work, classpath)
    try:
        empty = {name: nameservers.memory(servers[name][0].pid) for name in servers}
        for name, (process, port) in servers.items():
            fill(name, process, port, all_of_them)
        rates = {name: [] for name in servers}
        for turn in range(-1, rounds + 1):
            for name, (process, port) in servers.items():
                asked = nameservers.ask(process, port, some, seconds=seconds)
                print(f"  {'warm-up' if turn < 1 else turn:>7} {name:7} {asked}", flush=True)
                if turn > 0:
                    rates[name].append(asked.cpu_rate)
        median = {name: statistics.median(rates[name]) for name in servers}
        rows = {}
        for name, (process, _) in servers.items():
            memory = nameservers.memory(process.pid)
            rows[name] = (median[name], memory, (memory - empty[name]) * (1 << 20) / count)
            print(f"  {name:7} {median[name]:9.0f} answers a CPU second, {memory:6.0f} MiB, {empty[name]:.0f} MiB "
                  "when empty")
        print(f"  ours / unbound: {median['ours'] / median['unbound']:.2f}")
        return rows
    finally:
        stop(servers)
        world.end()


def growth(work, classpath, seconds, rounds):
    table = {count: cached(work, classpath, count, seconds, rounds) for count in (1000, 100_000, 1_000_000)}
    print(f"\n{'names':>9} {'server':8} {'a CPU second':>12} {'MiB':>6} {'bytes more a name':>18}")
    for count, rows in table.items():
        for name, (rate, memory, each) in rows.items():
            print(f"{count:9} {name:8} {rate:12.0f} {memory:6.0f} {each:18.0f}")


@contextlib.contextmanager
def on(cores):
    """What is started meanwhile runs on these cores."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def beside():
    """The CPU seconds that the askers have taken."""
    taken = resource.getrusage(resource.RUSAGE_CHILDREN)
    return taken.ru_utime + taken.ru_stime


def cold(work, classpath, delay, outstanding, rounds, fresh, warm, each, generous, threads):
    print(f"\ncold: {fresh} names in {fresh // each} zones, after {warm} others, {delay} ms to each server, "
          f"{outstanding} outstanding, {rounds} rounds, threads: {threads}, "
          f"Unbound's queues: {'wide' if generous else 'its own'}")
    cores = sorted(os.sched_getaffinity(0))
    apart = threads == 1 and len(cores) > 1
    first, second = ({cores[0]}, {cores[1]}) if apart else (set(cores), set(cores))
    hosts = outstanding // 200
    rates = {"ours": [], "unbound": []}
    cpus = {"ours": [], "unbound": []}
    with on(second):
        world = World(classpath, (warm + rounds * fresh) // each, delay)
    try:
        with on(first):
            servers = start(work, classpath, generous, threads)
        try:
            for turn in range(rounds + 1):
                # As many names in each zone also to warm up: what is learnt of a zone shall be warm too.
                count, label = (fresh, "fresh") if turn else (warm, "warm")
                zone = (warm + (turn - 1) * fresh) // each if turn else 0
                questions = shares(work, label, hosts, range(count), zone, count // each)
                for name, (process, port) in servers.items():
                    world.asked()
                    with on(second):
                        busy = beside() + nameservers.cpu(world.process.pid)
                        asked = nameservers.ask(process, port, questions)
                        busy = beside() + nameservers.cpu(world.process.pid) - busy
                    sent, late, latest = world.asked()
                    print(f"  {turn or 'warm-up':>7} {name:7} {asked}, {sent} questions to servers, answered "
                          f"{late / 1000:.1f} ms late (at most {latest / 1000:.0f}); askers and servers took "
                          f"{busy / asked.seconds:.0%} of a core", flush=True)
                    if turn:
                        rates[name].append(asked.rate)
                        cpus[name].append(asked.cpu_rate)
        finally:
            stop(servers)
        for title, of in (("a second", rates), ("a CPU second", cpus)):
            ours, other = statistics.median(of["ours"]), statistics.median(of["unbound"])
            print(f"  {title}: ours {ours:.0f}, unbound {other:.0f}, ours / unbound: {ours / other:.2f}")
    finally:
        world.end()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", nargs="*", choices=["cached", "growth", "cold", []], default=[])
    parser.add_argument("--names", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--delay", type=int, default=20, help="ms to each server and back, when cold")
    parser.add_argument("--outstanding", type=int, default=2000, help="questions at once, when cold: 200 from each address")
    parser.add_argument("--fresh", type=int, default=50_000, help="names in a round, when cold")
    parser.add_argument("--warm", type=int, default=400_000, help="names before the first round, when cold")
    parser.add_argument("--each", type=int, default=10, help="names in a zone, when cold; with 1 each name is behind a referral of its own")
    parser.add_argument("--narrow", action="store_true", help="Unbound's queues as it has them by itself, when cold")
    parser.add_argument("--threads", type=int, default=1, help="of each server, when cold")
    options = parser.parse_args()
    what = options.what or ["cached", "cold"]
    nameservers.needs("unbound", "dnsperf", "dig")
    classpath = loopback.bench_classpath()
    work = pathlib.Path(tempfile.mkdtemp(prefix="glass-bench-"))
    try:
        if "cached" in what:
            cached(work, classpath, options.names, options.seconds, options.rounds)
        if "growth" in what:
            growth(work, classpath, options.seconds, options.rounds)
        if "cold" in what:
            cold(work, classpath, options.delay, options.outstanding, options.rounds, options.fresh, options.warm,
                 options.each, not options.narrow, options.threads)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
