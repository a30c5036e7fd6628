"""What the comparisons share: nginx on loopback, a certificate of its own, the classes of bench."""

import os
import pathlib
import shutil
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def certificate(work):
    """A certificate for localhost that is its own authority: the two PEM files."""
    chain, key = work / "chain.pem", work / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
         "-keyout", key, "-out", chain, "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
        check=True, stderr=subprocess.DEVNULL,
    )
    return chain, key


def await_port(port, what, seconds=10):
    for _ in range(20 * seconds):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"{what} did not start")


def on_core(core, pid):
    """All threads of a process and of its children, on one core."""
    subprocess.run(["taskset", "-a", "-p", "-c", core, str(pid)], check=True, stdout=subprocess.DEVNULL)
    for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        on_core(core, child)


def start_nginx(work, site, tls=None, log="off"):
    """nginx with one worker; its process and port, and the port of TLS (h2 and http/1.1) or 0."""
    port, secure = free_port(), free_port() if tls else 0
    more = (
        f"""server {{ listen 127.0.0.1:{secure} ssl http2; root {site}; ssl_certificate {tls[0]};
    ssl_certificate_key {tls[1]}; keepalive_requests 10000000; }}"""
        if tls
        else ""
    )
    conf = work / "nginx.conf"
    conf.write_text(
        ("user root;\n" if os.geteuid() == 0 else "")
        + f"""daemon off; worker_processes 1; pid {work}/nginx.pid; error_log {work}/error.log;
events {{ worker_connections 256; }}
http {{ access_log {log}; default_type application/octet-stream; sendfile on;
  types {{ text/html html; text/css css; image/png png; }}
  client_body_temp_path {work}/b; proxy_temp_path {work}/p; fastcgi_temp_path {work}/f;
  uwsgi_temp_path {work}/u; scgi_temp_path {work}/s;
  server {{ listen 127.0.0.1:{port}; root {site}; keepalive_requests 10000000; }}
  {more} }}
"""
    )
    process = subprocess.Popen(["nginx", "-p", str(work), "-c", str(conf)], stderr=subprocess.DEVNULL)
    await_port(port, "nginx")
    return process, port, secure


def start_caddy(work, site, tls):
    """Caddy, which speaks HTTP/1.1, HTTP/2 and HTTP/3; its process and its port."""
    port = free_port()
    conf = work / "Caddyfile"
    conf.write_text(
        f"""{{
  admin off
  auto_https off
  default_sni localhost
  storage file_system {work}/caddy
}}
https://localhost:{port} {{
  tls {tls[0]} {tls[1]}
  root * {site}
  file_server
}}
"""
    )
    process = subprocess.Popen(
        ["caddy", "run", "--config", str(conf), "--adapter", "caddyfile"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "HOME": str(work)},
    )
    await_port(port, "Caddy")
    return process, port


def java():
    """A JDK 25's java: JAVA_HOME's where that is one, else the first in the usual folder."""
    homes = [os.environ.get("JAVA_HOME", ""), *sorted(map(str, pathlib.Path("/usr/lib/jvm").glob("*25*")))]
    for home in homes:
        release = pathlib.Path(home, "release")
        if home and release.is_file() and 'JAVA_VERSION="25' in release.read_text():
            return str(pathlib.Path(home, "bin", "java"))
    raise SystemExit("no JDK 25 found: set JAVA_HOME to one")


def bench_classpath():
    """The classes of bench and all that they use; GLASS_BENCH_CLASSPATH says them otherwise."""
    said = os.environ.get("GLASS_BENCH_CLASSPATH")
    if said:
        return said
    listed = ROOT / "bench" / "target" / "classpath"
    subprocess.run(
        ["mvn", "-B", "-q", "-ntp", "-DskipTests", "-pl", "bench", "-am", "package",
         "dependency:build-classpath", f"-Dmdep.outputFile={listed}"],
        cwd=ROOT, check=True,
    )
    return f"{ROOT}/bench/target/classes:{listed.read_text()}"


def jars_only(classpath, work):
    """The same classpath with its folders of classes as jars: what an AOT cache asks for."""
    entries = []
    for number, entry in enumerate(classpath.split(":")):
        if pathlib.Path(entry).is_dir():
            entry = shutil.make_archive(str(work / f"classes-{number}"), "zip", entry)
        if pathlib.Path(entry).is_file():
            entries.append(entry)
    return ":".join(entries)
