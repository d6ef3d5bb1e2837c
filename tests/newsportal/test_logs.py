"""A log line is one line, whatever a visitor sends."""

import json
import logging
import sys

import pytest

from newsportal.logs import MESSAGE_LENGTH, MINUTE, JsonFormatter, Seldom


def line(message, *arguments, exc_info=None):
    return JsonFormatter().format(logging.LogRecord("desk", logging.INFO, "", 1, message, arguments, exc_info))


def test_a_record_is_one_json_object():
    entry = json.loads(line("User %s signed in", "سلمى"))
    assert (entry["level"], entry["logger"], entry["message"]) == ("INFO", "desk", "User سلمى signed in")
    assert entry["time"].endswith("+00:00")


def test_arabic_stays_readable():
    assert "قناة" in line("قناة")


def test_no_control_or_reordering_character_comes_through_raw():
    nasty = "a\r\nb\x1b[2J\x7f\x9b\u2028\u202e\u2066\u200f\ud800"
    text = line("%s", nasty)
    assert all(character.isprintable() for character in text)
    assert json.loads(text)["message"] == nasty


def test_a_message_is_cut_to_its_length():
    assert len(json.loads(line("x" * 100_000))["message"]) == MESSAGE_LENGTH


@pytest.mark.parametrize(
    "path", ["/preview/{}/", "/en/preview/{}.css", "/admin/password-reset/MQ/{}/", "Internal Server Error: /preview/{}"]
)
def test_what_lets_people_in_is_not_written(path):
    token = "100123-7-wOKxF7iZ_u.2-d"
    assert token not in line("%s", path.format(token))
    assert token not in line("%s and %s", path.format(token), path.format(token))


def test_a_traceback_keeps_to_the_line():
    try:
        raise ValueError("two\nlines")
    except ValueError:
        text = line("It failed.", exc_info=sys.exc_info())
    assert "\n" not in text
    assert json.loads(text)["traceback"].endswith("ValueError: two\nlines")


def test_what_is_said_at_every_try_is_written_once_a_minute(monkeypatch):
    def said(message, *arguments):
        return seldom.filter(logging.LogRecord("pool", logging.WARNING, "", 1, message, arguments, None))

    seldom, now = Seldom(), [1_000.0]
    monkeypatch.setattr("newsportal.logs.time.monotonic", lambda: now[0])
    assert said("no answer from %s", "one")
    assert not said("no answer from %s", "two")
    assert said("something else")
    assert not said("couldn't stop thread %r within %s seconds", "worker-1", 0.05)
    now[0] += MINUTE
    assert said("no answer from %s", "three")
    assert not said("no answer from %s", "three")
