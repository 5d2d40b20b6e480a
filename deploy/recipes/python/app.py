"""A WSGI application whose page follows a long job. `application` runs under any WSGI server; by
itself it serves http://127.0.0.1:8000, or the port that the variable PORT names."""

import os
import pathlib
import secrets
import threading
import time
import urllib.parse
from wsgiref.simple_server import make_server

from progress import told

HERE = pathlib.Path(__file__).parent


def work(topic):
    for _ in told(topic, range(20)):
        time.sleep(0.05)


def start_job():
    """Starts a job and returns its name, which nobody can guess: whoever has it may look on."""
    name = f"jobs/{secrets.token_urlsafe(16)}"
    threading.Thread(target=work, args=(name,), daemon=True).start()
    return name


def is_own_page(environ):
    """Browsers say whose page sends a form: no other site may start jobs here."""
    origin = urllib.parse.urlsplit(environ.get("HTTP_ORIGIN", ""))
    return origin.netloc == environ.get("HTTP_HOST")


def file_answer(name, kind):
    return "200 OK", kind, (HERE / name).read_bytes()


def route(environ):
    asked = environ["REQUEST_METHOD"], environ["PATH_INFO"]
    if asked == ("GET", "/"):
        return file_answer("page.html", "text/html; charset=utf-8")
    if asked == ("GET", "/page.js"):
        return file_answer("page.js", "text/javascript; charset=utf-8")
    if asked == ("POST", "/jobs"):
        if not is_own_page(environ):
            return "403 Forbidden", "text/plain", b"only this site's own page starts jobs\n"
        return "201 Created", "text/plain", start_job().encode()
    return "404 Not Found", "text/plain", b"there is nothing here\n"


def application(environ, start_response):
    status, kind, body = route(environ)
    start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body]


if __name__ == "__main__":
    with make_server("127.0.0.1", int(os.environ.get("PORT", "8000")), application) as server:
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()
