"""The least a WSGI application can do: send ready answers. `ANSWERS` names a JSON file of {path: [headers, hex]}."""

import json
import os

with open(os.environ["ANSWERS"], encoding="utf-8") as file:
    ANSWERS = {
        path: ("200 OK", [tuple(header) for header in headers], [bytes.fromhex(body)])
        for path, (headers, body) in json.load(file).items()
    }


def application(environ, start_response):
    status, headers, body = ANSWERS[environ["RAW_URI"]]
    start_response(status, headers)
    return body
