#!/usr/bin/env python3
"""Our authoritative server beside NSD, each with one thread, on loopback, over one zone.

dnsperf asks for random names of a zone; the servers take turns, A B A B ... Counted are the answers
that came and the CPU time that the server's processes took for them (from /proc), so that the ratio
also holds on a machine with other work. The first round of each is warming up. Then the growth: the
same for zones of 1,000, 100,000 and 1,000,000 names, with the memory of the server's processes (PSS).
Needs nsd, dnsperf, Python 3, Maven, a JDK 25.

    bench/compare/authority-beside-nsd.py [--names 1000000] [--seconds 5] [--rounds 5] [--growth]
"""

import argparse
import pathlib
import random
import shutil
import statistics
import subprocess
import tempfile
import time

import loopback
import nameservers


def zone(work, names):
    """The file of a zone with so many names, and a file with questions for them."""
    file = work / f"zone-{names}"
    with open(file, "w") as out:
        out.write("$ORIGIN big.test.\n$TTL 3600\n@ SOA ns1 admin 1 3600 600 86400 300\n"
                  "@ NS ns1\n@ NS ns2\nns1 A 192.0.2.1\nns2 A 192.0.2.2\n")
        for i in range(names):
            out.write(f"h{i} A 10.{i >> 16}.{i >> 8 & 255}.{i & 255}\n")
    questions = work / f"questions-{names}"
    chance = random.Random(1)
    questions.write_text("".join(f"h{chance.randrange(names)}.big.test A\n" for _ in range(200_000)))
    return file, questions


def nsd(work, file, port):
    config = work / f"nsd-{port}.conf"
    config.write_text(f"""
server:
  ip-address: 127.0.0.1@{port}
  username: ""
  zonesdir: {work}
  database: ""
  pidfile: {work}/nsd-{port}.pid
  xfrdfile: {work}/xfrd-{port}
  zonelistfile: {work}/list-{port}
  logfile: {work}/nsd.log
  server-count: 1
  minimal-responses: yes
  rrl-ratelimit: 0
remote-control:
  control-enable: no
zone:
  name: big.test
  zonefile: {file}
""")
    return subprocess.Popen(["nsd", "-d", "-c", config], stderr=subprocess.DEVNULL)


def beside(work, classpath, names, seconds, rounds):
    file, questions = zone(work, names)
    ports = {"ours": loopback.free_port(), "nsd": loopback.free_port()}
    print(f"\n{names} names, {rounds} rounds of {seconds} s")
    begin = time.perf_counter()
    servers = {"nsd": nsd(work, file, ports["nsd"])}
    try:
        nameservers.await_answer(ports["nsd"], "h1.big.test", "10.0.0.1")
        loads = {"nsd": time.perf_counter() - begin}
        begin = time.perf_counter()
        servers["ours"] = nameservers.glass(
            classpath, "name", "serve", "--zone", file, "--listen", f"127.0.0.1:{ports['ours']}")
        nameservers.await_answer(ports["ours"], "h1.big.test", "10.0.0.1")
        loads["ours"] = time.perf_counter() - begin
        rates = {"ours": [], "nsd": []}
        for turn in range(rounds + 1):
            for name in rates:
                asked = nameservers.ask(servers[name], ports[name], questions, seconds=seconds)
                print(f"  {'warm-up' if turn == 0 else turn} {name:5} {asked}", flush=True)
                if turn > 0:
                    rates[name].append(asked.cpu_rate)
        median = {name: statistics.median(all) for name, all in rates.items()}
        for name in rates:
            print(f"  {name:5} {median[name]:9.0f} answers a CPU second, {nameservers.memory(servers[name].pid):6.0f} MiB, "
                  f"first answer after {loads[name]:.1f} s, {nameservers.cpu(servers[name].pid):.1f} CPU seconds in all")
        print(f"  ours / nsd: {median['ours'] / median['nsd']:.2f}")
    finally:
        nameservers.end(servers.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--growth", action="store_true", help="1,000, 100,000 and 1,000,000 names")
    options = parser.parse_args()
    nameservers.needs("nsd", "dnsperf", "dig")
    classpath = loopback.bench_classpath()
    work = pathlib.Path(tempfile.mkdtemp(prefix="glass-bench-"))
    try:
        for names in (1000, 100_000, 1_000_000) if options.growth else (options.names,):
            beside(work, classpath, names, options.seconds, options.rounds)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
