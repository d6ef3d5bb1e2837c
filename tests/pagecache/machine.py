"""One machine of the site: gunicorn with two processes, and servers of its own that a test may kill and freeze."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote, urlencode

from tests import keeper

ROOT = Path(__file__).resolve().parent.parent.parent
CONFIGURATION = ROOT / "deploy" / "gunicorn" / "gunicorn.conf.py"


def processes_of(first):
    """The ids of a process and of those it began."""
    return [first, *map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split())]


def _signal(server, what):
    """To a server and all its processes."""
    for process in processes_of(server.pid):
        with suppress(ProcessLookupError):
            os.kill(process, what)


class Machine:
    """Use it with `with`; at the end nothing of it is left."""

    def __init__(self, *, database="postgresql", valkey=False, **environment):
        self.folder = Path(tempfile.mkdtemp(prefix="newsportal-machine-"))
        self.folder.chmod(0o755)
        self.servers, self.web = [], None
        self.made_file = self.folder / "made"
        self.made_file.touch()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.environment = {
            "PATH": os.environ["PATH"],
            "NEWSPORTAL_ENV": "test",
            "NEWSPORTAL_VAR": str(self.folder / "var"),
            "PYTHONPATH": str(ROOT),
            "PORT": str(self.port),
            "MADE": str(self.made_file),
            **environment,
        }
        (self.folder / "var").mkdir()
        if database == "postgresql":
            self.environment |= keeper._postgresql(self.folder / "postgresql", self.servers)
            self.database = self.servers[-1][0]
        if valkey:
            self.environment["CACHE_URL"] = keeper._valkey(self.folder / "valkey", self.servers)[
                "NEWSPORTAL_TEST_CACHE"
            ]
            self.valkey = self.servers[-1][0]

    def __enter__(self):
        self.run("from django.core.management import call_command; call_command('migrate', verbosity=0)")
        return self

    def __exit__(self, *error):
        self.stop_serving()
        for server, signal_to_stop in self.servers:
            server.send_signal(signal.SIGCONT)
            server.send_signal(signal_to_stop)
            server.wait(60)
        keeper.shutil.rmtree(self.folder, ignore_errors=True)

    # The newsroom.

    def run(self, code):
        """Run Python with the project set up, as a command of the newsroom would; return what it printed."""
        code = f"import django; django.setup(); {code}"
        environment = self.environment | {"DJANGO_SETTINGS_MODULE": "newsportal.settings"}
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout

    # The web.

    def serve(self, *, workers=2, threads=1):
        environment = self.environment | {"GUNICORN_WORKERS": str(workers), "GUNICORN_THREADS": str(threads)}
        command = [sys.executable, "-m", "gunicorn", "-c", CONFIGURATION, "tests.pagecache.counted:application"]
        log = (self.folder / "gunicorn.log").open("w")
        self.web = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                self.get("/healthz/live")
                return self
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(self.log()[-3000:])

    def log(self):
        return (self.folder / "gunicorn.log").read_text()

    def stop_serving(self):
        if self.web:
            self.web.send_signal(signal.SIGTERM)
            self.web.wait(60)

    def forget_pages(self):
        """Serve anew, with none of the pages that were kept."""
        self.stop_serving()
        for file in (self.folder / "var").glob("pages.sqlite3*"):
            file.unlink()
        self.serve()

    def get(self, path, *, form=None, **headers):
        """(status, headers, text, seconds) of one request, which sends the form if there is one."""
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            form = form and urlencode(form)
            headers |= {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
            connection.request("POST" if form else "GET", quote(path, safe="/?=&%"), form, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            return answer.status, dict(answer.getheaders()), text, time.monotonic() - began
        finally:
            connection.close()

    @property
    def made(self):
        """How often each page was made, by address."""
        return Counter(uri for _process, uri in self._made())

    def makers(self):
        """The process of each page that was made, in order."""
        return [int(process) for process, _uri in self._made()]

    def _made(self):
        lines = [line.split() for line in self.made_file.read_text().splitlines()]
        return [line for line in lines if not line[1].startswith("/healthz")]

    # Faults.

    def stop_database(self):
        self.database.send_signal(signal.SIGQUIT)
        self.database.wait(60)

    def freeze_database(self):
        """Let it answer nothing any more and close nothing, as on a disk that hangs."""
        _signal(self.database, signal.SIGSTOP)

    def thaw_database(self):
        _signal(self.database, signal.SIGCONT)

    @contextmanager
    def frozen_web(self):
        """The application answers nothing meanwhile."""
        _signal(self.web, signal.SIGSTOP)
        try:
            yield
        finally:
            _signal(self.web, signal.SIGCONT)

    def start_database(self):
        """Start it again on its data, as it was started."""
        self.servers = [each for each in self.servers if each[0] is not self.database]
        data = self.folder / "postgresql"
        user = {}
        if os.geteuid() == 0:
            nobody = keeper.pwd.getpwnam("nobody")
            user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        (data / "data" / "postmaster.pid").unlink(missing_ok=True)
        self.database = subprocess.Popen(
            self.database.args,
            cwd=data,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **user,
        )
        self.servers.append((self.database, signal.SIGQUIT))
