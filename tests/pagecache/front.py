"""A real nginx with the project's recipe, in front of a machine of the tests."""

import shutil
import signal
import socket
import subprocess
import time

from tests.pagecache.machine import ROOT

RECIPE = ROOT / "deploy" / "nginx"


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


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
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            if self.server.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(self.server.stderr.read())

    def __exit__(self, *error):
        self.server.send_signal(signal.SIGQUIT)
        self.server.wait(20)
