"""A real nginx and a real Varnish with the project's recipes, in front of a machine of the tests."""

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from contextlib import contextmanager

import pytest

from tests.pagecache.machine import ROOT
from tests.services import _missing

RECIPE = ROOT / "deploy" / "nginx"
VCL = ROOT / "deploy" / "varnish" / "newsportal.vcl"


def marks(program):
    """Those of tests of a program in front of a machine: skipped where it is missing; in CI they fail then."""
    missing = not shutil.which(program) and not os.environ.get("CI")
    return [
        pytest.mark.slow,
        pytest.mark.machine,
        pytest.mark.skipif(missing, reason=f"{program} is not installed."),
        pytest.mark.skipif("postgresql" in _missing(), reason="There is no postgresql here."),
    ]


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait_for(server, port):
    """Wait until the server takes connections; RuntimeError with what it said if it ends."""
    end = time.monotonic() + 20
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    server.kill()
    raise RuntimeError(server.stderr.read())


@contextmanager
def served(server):
    """One of Python's own servers, in a thread."""
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


class Nginx:
    """The recipe with this machine's ports and folders in it; use it with `with`."""

    def __init__(self, machine, *, more="", log=False):
        self.machine, self.folder = machine, machine.folder / "nginx"
        (self.folder / "cache").mkdir(parents=True)
        self.port = free_port()
        text = (RECIPE / "newsportal.conf").read_text()
        for ours, here in {
            "listen 80": f"listen 127.0.0.1:{self.port}",
            "unix:/run/newsportal/web.sock": f"127.0.0.1:{machine.port}",
            "/var/cache/nginx/newsportal": str(self.folder / "cache"),
            "/etc/nginx/newsportal-proxy.conf": str(RECIPE / "newsportal-proxy.conf"),
            "/var/lib/newsportal": machine.environment["NEWSPORTAL_VAR"],
            "server_name www.example.com": "server_name 127.0.0.1",
        }.items():
            assert ours in text, ours
            text = text.replace(ours, here)
        self.configuration = self.folder / "nginx.conf"
        access_log = self.folder / "access.log" if log else "off"
        self.configuration.write_text(
            f"daemon off; user root; worker_processes 1; pid {self.folder}/pid; error_log {self.folder}/error.log;\n"
            f"events {{ worker_connections 512; }}\nhttp {{ access_log {access_log};\n{text}\n{more}\n}}\n"
        )

    def __enter__(self):
        command = [shutil.which("nginx"), "-p", self.folder, "-c", self.configuration]
        self.server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        _wait_for(self.server, self.port)
        return self

    def __exit__(self, *error):
        self.server.send_signal(signal.SIGQUIT)
        self.server.wait(20)


class Varnish:
    """The recipe in front of an application at this port; use it with `with`. Purges are taken at `purge_port`."""

    def __init__(self, folder, application, *, purge_port):
        self.folder, self.port, self.purge_port = folder / "varnish", free_port(), purge_port
        ours, text = '.path = "/run/newsportal/web.sock";', VCL.read_text()
        assert ours in text
        self.configuration = folder / "newsportal.vcl"
        self.configuration.write_text(text.replace(ours, f'.host = "127.0.0.1"; .port = "{application}";'))

    def __enter__(self):
        command = [shutil.which("varnishd"), "-F", "-n", self.folder, "-f", self.configuration]
        command += ["-a", f"web=127.0.0.1:{self.port}", "-a", f"purge=127.0.0.1:{self.purge_port}"]
        command += ["-s", "malloc,64m"]
        self.server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        _wait_for(self.server, self.port)
        return self

    def __exit__(self, *error):
        self.server.send_signal(signal.SIGTERM)
        self.server.wait(20)
