"""Work on the bytes of pictures, in a process of its own with limits of memory and time."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

DARKROOM = Path(__file__).with_name("darkroom.py")
MEMORY = 1024**3  # bytes of addresses: 40 million pixels are decoded, turned and converted within it
LARGEST_FILE = 128 * 1024**2  # bytes
LARGEST_RESULT = 64 * 1024  # bytes
log = logging.getLogger(__name__)


class Failed(Exception):
    """The process crashed, or was ended at one of its limits."""


class TookTooLong(Failed):
    """It was ended by the clock, which on a busy machine says nothing of the picture."""


def run(job, *, folder, seconds):
    """Do a job of `darkroom` in `folder`, which holds the job's files; returns its result, a dictionary.

    `seconds` limits the time of the processor, twice as many the time on the clock. Raises `Failed`, or of
    it `TookTooLong`.
    """
    folder = Path(folder)
    limits = {"memory": MEMORY, "seconds": seconds, "largest_file": LARGEST_FILE}
    (folder / "job.json").write_text(json.dumps(job | limits))
    try:
        done = subprocess.run(  # noqa: S603 (our own program)
            [sys.executable, "-I", str(DARKROOM)],
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if log.isEnabledFor(logging.DEBUG) else subprocess.DEVNULL,
            timeout=2 * seconds,
        )
    except subprocess.TimeoutExpired as error:
        raise TookTooLong(f"{job['task']} took more than {error.timeout} seconds") from error
    result = folder / "result.json"
    if done.returncode or not result.is_file() or result.stat().st_size > LARGEST_RESULT:
        log.debug("%s", done.stderr)
        raise Failed(f"{job['task']} ended with {done.returncode}")
    return json.loads(result.read_text())


def _environment():
    """Nothing the site keeps secret; and one heap, because each further one reserves addresses of the limit."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {"MALLOC_ARENA_MAX": "1", "LC_ALL": "C.UTF-8"}
