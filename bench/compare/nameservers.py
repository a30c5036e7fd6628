"""What the comparisons of name servers share: processes that are measured, and dnsperf that asks them."""

import os
import pathlib
import re
import shutil
import subprocess
import time

import loopback

# As ./glass starts a name server.
JAVA = ["-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xss1m", "-Xms40m", "-Xmn32m", "-XX:TrimNativeHeapInterval=10000",
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"]
# And a resolver besides.
RESOLVER = ["-XX:FreqInlineSize=110", "-Xms76m", "-Xmn64m", "-XX:+UseTransparentHugePages"]
TICKS = os.sysconf("SC_CLK_TCK")


def needs(*programs):
    """Ends where a program is missing."""
    for needed in programs:
        if not shutil.which(needed):
            raise SystemExit(f"{needed} is not installed")


def glass(classpath, *arguments):
    """Our program."""
    more = RESOLVER if arguments[:2] == ("name", "resolve") else []
    return subprocess.Popen(
        [loopback.java(), *JAVA, *more, "-cp", classpath, "dev.glasshouse.app.Glass", *map(str, arguments)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "MALLOC_ARENA_MAX": "2"})


def tree(pid):
    """A process and all below it."""
    found = [pid]
    for each in found:
        try:
            for thread in pathlib.Path(f"/proc/{each}/task").iterdir():
                found += map(int, (thread / "children").read_text().split())
        except OSError:
            pass
    return found


def cpu(pid):
    """The CPU seconds that a process and all below it have taken."""
    total = 0
    for each in tree(pid):
        try:
            fields = pathlib.Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        except OSError:
            pass
    return total / TICKS


def memory(pid):
    """Their proportional memory, MiB."""
    total = 0
    for each in tree(pid):
        try:
            rollup = pathlib.Path(f"/proc/{each}/smaps_rollup").read_text()
            total += int(re.search(r"^Pss:\s+(\d+)", rollup, re.M)[1])
        except OSError:
            pass
    return total / 1024


def await_answer(port, name, address):
    """Until the server has an answer; how long that took, seconds."""
    begin = time.perf_counter()
    while time.perf_counter() - begin < 120:
        told = subprocess.run(["dig", "+short", "+tries=1", "+time=1", "@127.0.0.1", "-p", str(port),
                               name], capture_output=True, text=True).stdout
        if told.strip() == address:
            return time.perf_counter() - begin
        time.sleep(0.05)
    raise SystemExit(f"a server does not answer for {name}")


class Asked:
    """What came of questions: good answers, how many a second and a CPU second, how many were bad or lost.

    An answer that is cut short (TC) is none of the good: servers turn askers away so. dnsperf does not
    tell them apart, so nobody asks more at once than one address may have waiting.
    """

    def __init__(self, told, taken):
        def sum_of(pattern):
            return sum(int(found) for text in told for found in re.findall(pattern, text))

        self.answers = sum_of(r"NOERROR (\d+)")
        self.bad = sum_of(r"Queries completed:\s+(\d+)") - self.answers
        self.lost = sum_of(r"Queries lost:\s+(\d+)")
        self.seconds = max(float(re.search(r"Run time \(s\):\s+([\d.]+)", text)[1]) for text in told)
        self.rate = self.answers / self.seconds
        self.cpu_rate = self.answers / max(taken, 1 / TICKS)

    def __str__(self):
        return (f"{self.answers:9} answers {self.rate:9.0f} a second {self.cpu_rate:9.0f} a CPU second"
                + (f", {self.bad} bad" if self.bad else "") + (f", {self.lost} lost" if self.lost else ""))


def ask(process, port, questions, *, seconds=None):
    """dnsperf's questions: each of the file once, or again and again for some seconds.

    Each file is asked from an address of its own, 200 questions at once.
    """
    files = questions if isinstance(questions, list) else [questions]
    before = cpu(process.pid)
    asking = [
        subprocess.Popen(
            ["dnsperf", "-s", "127.0.0.1", "-p", str(port), "-a", f"127.0.0.{host}", "-d", file, "-c", "8",
             "-q", "200", "-b", "2048", *(["-l", str(seconds)] if seconds else ["-n", "1"])],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for host, file in enumerate(files, 1)]
    told = [each.communicate()[0] for each in asking]
    return Asked(told, cpu(process.pid) - before)


def end(processes):
    """Ends them all."""
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait()
