#!/usr/bin/env python3
"""Times `glass open --png` beside headless Chromium's screenshot of the same page.

Makes a text page with 20 subresources, serves it by nginx on loopback, and lets the two take turns,
A B A B ..., as whole processes. For each run: wall time, CPU time (the process and all its children)
and the peak of the summed PSS of the whole process tree. Prints medians, and the ratios of medians
and of each pair. Needs nginx, chromium, Python 3 and a Glasshouse that is built.

    bench/compare/open-beside-chromium.py [--runs 10] [--keep FOLDER]
"""

import argparse
import os
import pathlib
import platform
import random
import resource
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib

import loopback

WORDS = (
    "glass wall name address route packet window field cookie cache answer tree style box line "
    "letter pixel house garden light leaf way stop reader server browser question reason record"
).split()


def png(width, height, seed):
    """A small picture: bands of colour, made without a library."""
    rnd = random.Random(seed)
    colour = [rnd.randrange(256) for _ in range(3)]
    rows = b"".join(
        b"\0" + bytes((c + x + y) % 256 for x in range(width) for c in colour)
        for y in range(height)
    )

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows, 6))
        + chunk(b"IEND", b"")
    )


def make_site(folder):
    """A text page of some 3,000 words, 4 style sheets and 16 pictures."""
    rnd = random.Random(7)
    sheets = []
    for i in range(4):
        rules = "\n".join(
            f".c{i}-{k} p {{ margin: {k % 9}px 0; color: rgb({k * 7 % 200}, {k * 3 % 200}, 60) }}"
            for k in range(150)
        )
        name = f"style{i}.css"
        extra = "body { font: 16px/1.5 serif; margin: 20px 40px } h2 { border-bottom: 1px solid }"
        (folder / name).write_text((extra if i == 0 else "") + "\n" + rules)
        sheets.append(f'<link rel="stylesheet" href="{name}">')
    body = []
    for i in range(16):
        (folder / f"picture{i}.png").write_bytes(png(160, 100, i))
        body.append(f"<h2>Section {i + 1}</h2><div class='c{i % 4}-{i}'>")
        body.append(f'<img src="picture{i}.png" width="160" height="100" alt="picture {i}">')
        for _ in range(3):
            words = " ".join(rnd.choice(WORDS) for _ in range(62))
            body.append(f"<p>{words.capitalize()}. <a href='#'>More</a> and <b>more</b>.</p>")
        body.append("</div>")
    html = (
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>A text page</title>"
        '<link rel="icon" href="data:,">' + "".join(sheets) + "</head><body><h1>A text page</h1>"
        + "\n".join(body) + "</body></html>"
    )
    (folder / "index.html").write_text(html)


def tree_of(root):
    """The process ids of a process and all that descend from it."""
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                fields = pathlib.Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()
                parents.setdefault(int(fields[1]), []).append(int(entry))
            except (OSError, IndexError):
                pass
    found, todo = [], [root]
    while todo:
        pid = todo.pop()
        found.append(pid)
        todo.extend(parents.get(pid, []))
    return found


def pss(pids):
    total = 0
    for pid in pids:
        try:
            for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        except OSError:
            pass
    return total / 1024


def run(command, cwd, memory):
    """Wall seconds, CPU seconds and (where asked for) peak MiB of one run, children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    peak = 0.0
    stop = threading.Event()

    def watch():
        nonlocal peak
        while not stop.is_set():
            peak = max(peak, pss(tree_of(process.pid)))
            stop.wait(0.02)

    watcher = threading.Thread(target=watch)
    if memory:
        watcher.start()
    try:
        status = process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise SystemExit(f"took over 60 s: {command[0]}")
    wall = time.perf_counter() - begin
    stop.set()
    if memory:
        watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if status != 0:
        raise SystemExit(f"ended with status {status}: {' '.join(command)}")
    return wall, cpu, peak


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--keep", type=pathlib.Path, help="keep both pictures in this folder")
    options = parser.parse_args()
    for needed in ("nginx", "chromium"):
        if not shutil.which(needed):
            raise SystemExit(f"{needed} is not installed: install Debian's package of that name")
    work = pathlib.Path(tempfile.mkdtemp(prefix="glass-bench-"))
    work.chmod(0o755)
    site = work / "site"
    site.mkdir()
    make_site(site)
    server, port, _ = loopback.start_nginx(work, site)
    url = f"http://127.0.0.1:{port}/index.html"

    def glass(i):
        return [str(loopback.ROOT / "glass"), "open", "--viewport", "1280x800", "--png", f"{work}/glass.png", url]

    def chromium(i):
        return [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", f"--user-data-dir={work}/profile{i}", "--window-size=1280,800",
            f"--screenshot={work}/chromium.png", url,
        ]

    try:
        for i in range(2):
            run(glass(-1), work, False)
            run(chromium(-1 - i), work, False)
        times = {"glass": [], "chromium": []}
        for i in range(options.runs):
            times["glass"].append(run(glass(i), work, False))
            times["chromium"].append(run(chromium(i), work, False))
        memory = {"glass": [], "chromium": []}
        for i in range(max(3, options.runs // 3)):
            memory["glass"].append(run(glass(i), work, True)[2])
            memory["chromium"].append(run(chromium(1000 + i), work, True)[2])
    finally:
        server.terminate()
        server.wait(timeout=10)
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            for name in ("glass.png", "chromium.png"):
                if (work / name).exists():
                    shutil.copy(work / name, options.keep / name)
        shutil.rmtree(work, ignore_errors=True)

    cpus = os.cpu_count()
    model = next(
        (l.split(":", 1)[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")),
        platform.machine(),
    )
    print(f"machine: {cpus} cores, {model}; {options.runs} pairs")
    print(f"{'':10} {'wall s':>18} {'CPU s':>18} {'peak PSS MiB':>14}")
    median = {}
    for who in ("glass", "chromium"):
        walls, cpu = [t[0] for t in times[who]], [t[1] for t in times[who]]
        median[who] = (
            statistics.median(walls), statistics.median(cpu), statistics.median(memory[who])
        )
        print(
            f"{who:10} {median[who][0]:8.2f} ({min(walls):.2f}-{max(walls):.2f}) "
            f"{median[who][1]:8.2f} ({min(cpu):.2f}-{max(cpu):.2f}) {median[who][2]:12.0f}"
        )
    ratios = [median["glass"][i] / median["chromium"][i] for i in range(3)]
    pairs = statistics.median(
        a[0] / b[0] for a, b in zip(times["glass"], times["chromium"])
    )
    print(
        f"glass / chromium: wall {ratios[0]:.2f} (median of pairs {pairs:.2f}), "
        f"CPU {ratios[1]:.2f}, memory {ratios[2]:.2f}"
    )


if __name__ == "__main__":
    sys.exit(main())
