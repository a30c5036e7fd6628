#!/usr/bin/env python3
"""Our edge as a reverse proxy beside nginx and HAProxy, on loopback, before one nginx; with --cached
as a cache beside nginx and Varnish, where every request is a hit in memory.

Each proxy runs on one core, the load (wrk, HTTP/1.1, 32 connections that are kept) and the server
behind (nginx, one worker, a file of 1 KB) on the other. The proxies take turns, A B C A B C ...;
told is the CPU time of the proxy a request (user and system, from /proc), so that the ratio also
holds on a machine with other work. The first rounds are warming up.

Needs nginx, haproxy (with --cached varnishd), wrk, taskset, Python 3 and ./glass (GLASS_COMMAND says another one).

    bench/compare/edge-beside-peers.py [--seconds 5] [--rounds 5] [--warm 2] [--connections 32]
        [--only ours,nginx,haproxy] [--bytes 1024] [--cached]
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

TICKS = os.sysconf("SC_CLK_TCK")
PROXY_CORE, LOAD_CORE = "0", "1"


def pinned(core, *command, **more):
    return subprocess.Popen(["taskset", "-c", core, *map(str, command)],
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)


def start_nginx(work, origin, cached):
    port = loopback.free_port()
    zone = f"proxy_cache_path {work}/copies keys_zone=copies:8m; proxy_cache copies; proxy_cache_valid 10m;"
    conf = work / "proxy.conf"
    conf.write_text(
        ("user root;\n" if os.geteuid() == 0 else "")
        + f"""daemon off; master_process off; pid {work}/proxy.pid; error_log {work}/proxy.log;
events {{ worker_connections 512; }}
http {{ access_log off; client_body_temp_path {work}/b2; proxy_temp_path {work}/p2;
  fastcgi_temp_path {work}/f2; uwsgi_temp_path {work}/u2; scgi_temp_path {work}/s2;
  {zone if cached else ""}
  upstream origin {{ server 127.0.0.1:{origin}; keepalive 64; keepalive_requests 10000000; }}
  server {{ listen 127.0.0.1:{port}; keepalive_requests 10000000;
    location / {{ proxy_pass http://origin; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Host $host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; }} }} }}
"""
    )
    return pinned(PROXY_CORE, "nginx", "-p", work, "-c", conf), port


def start_haproxy(work, origin, cached):
    port = loopback.free_port()
    conf = work / "haproxy.cfg"
    conf.write_text(
        f"""global
  nbthread 1
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  http-reuse always
frontend f
  bind 127.0.0.1:{port}
  default_backend b
backend b
  option forwardfor
  server s 127.0.0.1:{origin}
"""
    )
    return pinned(PROXY_CORE, "haproxy", "-db", "-f", conf), port


def start_varnish(work, origin, cached):
    port = loopback.free_port()
    return pinned(PROXY_CORE, "varnishd", "-F", "-a", f"127.0.0.1:{port}", "-b", f"127.0.0.1:{origin}",
                  "-n", work / "varnish", "-s", "malloc,64m", "-t", "86400"), port


def start_ours(work, origin, cached):
    port = loopback.free_port()
    command = os.environ.get("GLASS_COMMAND", str(loopback.ROOT / "glass"))
    return pinned(PROXY_CORE, command, "edge", "--to", f"http://127.0.0.1:{origin}",
                  "--listen", f"127.0.0.1:{port}", "--log", "none", *(["--cache", "64M"] if cached else [])), port


STARTS = {"ours": start_ours, "nginx": start_nginx, "haproxy": start_haproxy, "varnish": start_varnish}


def cpu_seconds(pid):
    """Of a process and its children."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return (int(fields[11]) + int(fields[12])) / TICKS + sum(map(cpu_seconds, children))


def one_round(process, port, options):
    before = cpu_seconds(process.pid)
    told = subprocess.run(
        ["taskset", "-c", LOAD_CORE, "wrk", "-t", "1", "-c", str(options.connections),
         "-d", f"{options.seconds}s", f"http://127.0.0.1:{port}/file"],
        check=True, capture_output=True, text=True).stdout
    spent = cpu_seconds(process.pid) - before
    requests = int(re.search(r"(\d+) requests in", told)[1])
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    if wrong or requests == 0:
        raise SystemExit(f"not all requests were answered well: {told}")
    return spent / requests * 1e6, requests / options.seconds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--warm", type=int, default=2)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--bytes", type=int, default=1024)
    parser.add_argument("--cached", action="store_true")
    parser.add_argument("--only")
    options = parser.parse_args()
    names = (options.only or ("ours,nginx,varnish" if options.cached else "ours,nginx,haproxy")).split(",")
    needed = {"haproxy": "haproxy", "varnish": "varnishd"}
    for program in ["nginx", "wrk", "taskset", *(needed[name] for name in names if name in needed)]:
        if not shutil.which(program):
            raise SystemExit(f"{program} is not on this machine")
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        site = work / "site"
        site.mkdir()
        (site / "file").write_bytes(b"x" * options.bytes)
        # What was changed long ago may be kept for a week (RFC 9111 4.2.2).
        os.utime(site / "file", (0, 1_500_000_000))
        origin, origin_port, _ = loopback.start_nginx(work, site)
        # nginx's worker is another process than the one that was started: pin them all.
        subprocess.run(["taskset", "-a", "-p", "-c", LOAD_CORE, str(origin.pid)],
                       check=True, stdout=subprocess.DEVNULL)
        for child in pathlib.Path(f"/proc/{origin.pid}/task/{origin.pid}/children").read_text().split():
            subprocess.run(["taskset", "-a", "-p", "-c", LOAD_CORE, child],
                           check=True, stdout=subprocess.DEVNULL)
        running = {}
        try:
            for name in names:
                running[name] = STARTS[name](work, origin_port, options.cached)
                loopback.await_port(running[name][1], name, 120)
            figures = {name: [] for name in names}
            for turn in range(options.warm + options.rounds):
                for name in names:
                    figure = one_round(*running[name], options)
                    if turn >= options.warm:
                        figures[name].append(figure)
            first = statistics.median(cpu for cpu, _ in figures[names[-1]])
            for name in names:
                cpu = statistics.median(c for c, _ in figures[name])
                rate = statistics.median(r for _, r in figures[name])
                print(f"{name:8} {cpu:6.1f} us CPU a request, {rate:8.0f} requests/s, "
                      f"{cpu / first:.2f} of {names[-1]}'s")
        finally:
            for process, _ in running.values():
                process.terminate()
            origin.terminate()
            for process, _ in running.values():
                process.wait()
            origin.wait()


if __name__ == "__main__":
    main()
