"""Kept pages against the least that gunicorn could do: `make bench`; README.md says what is measured."""

import argparse
import http.client
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from tests.pagecache.front import Nginx, free_port
from tests.pagecache.machine import CONFIGURATION, ROOT, Machine, processes_of

ARTICLES, IN_TURN = 2_000, 1_600
# The most nginx could do: files that lie there compressed, sent with the page's headers or with none but its own.
FILES = """
server {{
    listen 127.0.0.1:{port};
    root {folder};
    default_type text/html;
    gzip_static on;
    sendfile on;
    {headers}
    location /alone/ {{ add_header X-Content-Type-Options nosniff; }}
}}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--only", default="", help="measure these alone, such as: article,304")
    options = parser.parse_args()
    for program in ("wrk", "nginx"):
        if not shutil.which(program):
            sys.exit(f"{program} is missing: apt-get install {program}")
    with Machine(GUNICORN_MAX_REQUESTS="0", MALLOC_ARENA_MAX="1") as machine:
        print(f"Filling {ARTICLES} articles ...", flush=True)
        machine.run(f"from bench.content import fill; fill({ARTICLES})")
        machine.serve()
        result = Bench(machine, options).run()
    target = ROOT / "var" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"Written to {target.relative_to(ROOT)}.")


class Bench:
    def __init__(self, machine, options):
        self.machine, self.options = machine, options
        article = [quote(f"/{100_000 + number}/خبر-رقم-{100_000 + number}/") for number in range(ARTICLES)]
        section = quote("/قسم-0/")
        self.pages = {
            "article": article[1],
            "section": section,
            "section, page 70": f"{section}?page=70",
            "front page": "/",
            "feed": "/feed/",
        }
        self.in_turn = article[:IN_TURN]
        self.all = [*self.pages.values(), *article]
        self.bare = None
        self.rates = {}

    def run(self):
        print("Warming both processes ...", flush=True)
        for _ in range(8):
            for path in self.all:
                fetched(self.machine.port, path)
        made = self.machine.made
        memory = pss(self.machine.web.pid)
        print(f"master and two processes with {len(made)} pages kept: {memory:.0f} MiB (PSS)", flush=True)
        answers = {path: fetched(self.machine.port, path) for path in [*self.pages.values(), *self.in_turn]}
        self._start_bare(answers)
        try:
            with self._nginx(answers) as self.nginx:
                self._measure(answers)
        finally:
            self.bare.send_signal(signal.SIGTERM)
            self.bare.wait(60)
        after = pss(self.machine.web.pid)
        print(f"after the run {after:.0f} MiB ({after / memory - 1:+.1%})")
        ratios = self._report()
        edit = self._one_edit()
        return {
            "ratios": ratios,
            "rates": self.rates,
            "memory_mib": {"warm": memory, "after the run": after},
            "pages_made_by_warming": sum(made.values()),
            "pages_made_by_one_edit": edit,
            "processors": os.cpu_count(),
            "rounds": self.options.rounds,
            "seconds": self.options.seconds,
        }

    def _start_bare(self, answers):
        file = self.machine.folder / "answers.json"
        hidden = ("server", "date", "connection")
        file.write_text(
            json.dumps(
                {
                    path: ([header for header in headers if header[0].lower() not in hidden], body.hex())
                    for path, (headers, body) in answers.items()
                }
            )
        )
        self.bare_port = self.machine.port + 1
        environment = self.machine.environment | {"ANSWERS": str(file), "PORT": str(self.bare_port)}
        command = [sys.executable, "-m", "gunicorn", "-c", CONFIGURATION, "bench.bare:application"]
        log = (self.machine.folder / "bare.log").open("w")
        self.bare = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        for _ in range(200):
            try:
                fetched(self.bare_port, self.pages["article"])
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError((self.machine.folder / "bare.log").read_text())

    def _nginx(self, answers):
        """The recipe, and beside it the same article as a file."""
        files = self.machine.folder / "files"
        (files / "alone").mkdir(parents=True)
        headers, body = answers[self.pages["article"]]
        for name in ("article.gz", "alone/article.gz"):
            (files / name).write_bytes(body)
        own = ("server", "date", "connection", "etag", "content-type", "content-length", "content-encoding")
        lines = [f"add_header {name} {json.dumps(value)};" for name, value in headers if name.lower() not in own]
        self.files_port = free_port()
        more = FILES.format(port=self.files_port, folder=files, headers="\n    ".join(lines))
        return Nginx(self.machine, more=more)

    def _measure(self, answers):
        script = self.machine.folder / "turn.lua"
        paths = ",".join(f'"{path}"' for path in self.in_turn)
        script.write_text(
            f"local paths, n = {{{paths}}}, 0\n"
            "request = function() n = n % #paths + 1; return wrk.format('GET', paths[n]) end\n"
        )
        etag = dict(answers[self.pages["article"]][0])["ETag"]
        bare, kept = f":{self.bare_port}", f":{self.machine.port}"
        # {case: (more arguments, the address at the limit's server, ours)}
        cases = {name: ([], bare + path, kept + path) for name, path in self.pages.items()}
        # Bare sends the page even to those who have it: that is its own measure of a small answer's gain.
        article = self.pages["article"]
        cases["304"] = (["-H", f"If-None-Match: {etag}"], bare + article, kept + article)
        cases[f"{IN_TURN} articles in turn"] = (["-s", str(script)], f"{bare}/", f"{kept}/")
        behind = f":{self.nginx.port}{article}"
        cases["article behind nginx"] = ([], f":{self.files_port}/article", behind)
        cases["and against the file alone"] = ([], f":{self.files_port}/alone/article", behind)
        if self.options.only:
            cases = {name: cases[name] for name in self.options.only.split(",")}
        for number in range(self.options.rounds):
            for name, (more, limit, ours) in cases.items():
                sides = [("limit", limit), ("kept", ours)]
                for side, address in sides if number % 2 else sides[::-1]:
                    rate, p99 = self._wrk(address, more)
                    self.rates.setdefault(name, {}).setdefault(side, []).append({"rate": rate, "p99_ms": p99})
            print(f"round {number + 1} of {self.options.rounds}", flush=True)

    def _wrk(self, address, more):
        command = [
            "wrk",
            "-t1",
            "-c16",
            f"-d{self.options.seconds}s",
            "--latency",
            "-H",
            "Accept-Encoding: gzip",
            *more,
        ]
        out = subprocess.run(
            [*command, f"http://127.0.0.1{address}"], capture_output=True, text=True, check=True
        ).stdout
        if "Non-2xx" in out:
            raise RuntimeError(out)
        number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", out).groups()
        p99 = float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
        return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]), p99

    def _report(self):
        ratios = {}
        print(f"{'':28}{'limit/s':>9}{'kept/s':>9}{'ratio':>7}{'p99 limit':>11}{'p99 kept':>10}")
        for name, sides in self.rates.items():
            rate = {side: statistics.median(run["rate"] for run in runs) for side, runs in sides.items()}
            p99 = {side: statistics.median(run["p99_ms"] for run in runs) for side, runs in sides.items()}
            ratios[name] = statistics.median(
                kept["rate"] / limit["rate"] for kept, limit in zip(sides["kept"], sides["limit"], strict=True)
            )
            print(
                f"{name:28}{rate['limit']:9.0f}{rate['kept']:9.0f}{ratios[name]:7.2f}"
                f"{p99['limit']:9.1f}ms{p99['kept']:8.1f}ms"
            )
        return ratios

    def _one_edit(self):
        """How often each page was made after one headline was changed."""
        before = self.machine.made
        self.machine.run(
            "from articles import drafts, workflow; from articles.models import Article;"
            "article = Article.objects.get(pk=100_900);"
            "drafts.save(article, drafts.working(article) | {'headline': {'ar': 'عنوان أدق', 'en': ''}}, by=None);"
            "workflow.publish_changes(article, by=None)"
        )
        time.sleep(1.1)
        for _ in range(4):
            for path in self.all:
                fetched(self.machine.port, path)
        made = self.machine.made - before
        print(
            f"one edit among {len(self.all)} kept pages made {sum(made.values())} anew, each once: {set(made.values())}"
        )
        return dict(made)


def fetched(port, path):
    """(headers, body) of a page as a browser asks for it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answers {answer.status}")
        return answer.getheaders(), body
    finally:
        connection.close()


def pss(master):
    """MiB of a process and its children, each page of memory they share counted once."""
    total = 0
    for process in processes_of(master):
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        total += int(re.search(r"^Pss:\s+(\d+)", rollup, re.M)[1])
    return total / 1024


if __name__ == "__main__":
    main()
