"""The configuration of the web server is Python, so it can be read and held to its promises."""

import runpy
from pathlib import Path

import pytest
from gunicorn.config import Config

FILE = Path(__file__).resolve().parent.parent.parent / "deploy" / "gunicorn" / "gunicorn.conf.py"


@pytest.fixture
def configuration(monkeypatch):
    def read(**environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        config = Config()
        for name, value in runpy.run_path(str(FILE)).items():
            if name in config.settings:
                config.set(name, value)
        return config

    return read


def test_it_listens_on_this_machine_alone(configuration):
    assert configuration().bind == ["127.0.0.1:8000"]
    assert configuration(PORT="8001").bind == ["127.0.0.1:8001"]


def test_two_single_threaded_processes_are_the_default(configuration):
    config = configuration()
    assert (config.workers, config.threads, config.worker_class_str) == (2, 1, "sync")


def test_threads_choose_the_threaded_worker(configuration):
    assert configuration(GUNICORN_THREADS="4").worker_class_str == "gthread"


def test_no_control_socket_no_preloading_and_processes_that_retire_apart(configuration):
    config = configuration()
    assert config.control_socket_disable
    assert not config.preload_app
    assert config.max_requests > config.max_requests_jitter > 0


def test_only_the_machine_itself_may_forward_headers(configuration):
    assert configuration().forwarded_allow_ips == ["127.0.0.1", "::1"]
