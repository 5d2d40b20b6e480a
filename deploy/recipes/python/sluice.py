"""Tells the browsers that are looking. Standard library only, Python 3.7 and later.

    import sluice
    sluice.publish("news", "The bread is out of the oven.")

publish() goes by the control socket of a worker on this machine, /run/sluice/control.sock or what
the variable SLUICE_CONTROL names, and needs no token. publish_http() is for a worker elsewhere.
"""

import json
import os
import socket
import time
import urllib.error
import urllib.parse
import urllib.request


class SluiceError(Exception):
    """Why an update was not published; `status` is the worker's, 0 when it did not answer."""

    def __init__(self, why, status=0):
        super().__init__(why)
        self.status = status


def publish(topics, data, *, timeout=2.0, **more):
    """Publishes an update and returns its id. It is then with the worker.

    topics: a text or a list of texts; data: a text, of an object json.dumps(...). Further members:
    id, type, private (True), retry (ms). timeout is in seconds, for all of it. Raises SluiceError.
    """
    order = json.dumps({"topic": topics, "data": data, **more}) + "\n"
    try:
        answer = json.loads(_ask(order.encode(), timeout))
    except ValueError:
        raise SluiceError("the worker hung up before it answered") from None
    if "id" in answer:
        return answer["id"]
    raise SluiceError(answer["error"], answer["status"])


def _ask(line, timeout):
    path = os.environ.get("SLUICE_CONTROL", "/run/sluice/control.sock")
    until = time.monotonic() + timeout
    answer = b""
    try:
        with socket.socket(socket.AF_UNIX) as worker:
            worker.settimeout(timeout)
            worker.connect(path)
            worker.sendall(line)
            while not answer.endswith(b"\n"):
                worker.settimeout(max(0.001, until - time.monotonic()))
                more = worker.recv(8192)
                if not more:
                    break
                answer += more
    except socket.timeout:
        raise SluiceError("the worker did not answer in time") from None
    except OSError as error:
        raise SluiceError(f"cannot reach the worker at {path}: {error.strerror}") from error
    return answer


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The token is for this address and no other, and a redirected publish would become a GET."""

    def redirect_request(self, *_):
        return None


def publish_http(url, token_file, topics, data, *, timeout=5.0, private=False, **more):
    """The same over HTTP: url is https://your.site/.well-known/mercure, token_file holds a token
    that `sluice token mint --publish TOPIC` made. timeout is in seconds, for each wait."""
    topics = [topics] if isinstance(topics, str) else topics
    form = [("topic", topic) for topic in topics] + [("data", data), *more.items()]
    if private:
        form.append(("private", "on"))
    with open(token_file, encoding="ascii") as file:
        token = file.read().strip()
    asked = urllib.request.Request(url, urllib.parse.urlencode(form).encode())
    asked.add_header("Authorization", f"Bearer {token}")
    try:
        with urllib.request.build_opener(_NoRedirect).open(asked, timeout=timeout) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        reason = error.read().decode(errors="replace").strip()
        raise SluiceError(f"{error.code} from {url}: {reason}", error.code) from None
    except OSError as error:
        raise SluiceError(f"cannot reach the worker: {getattr(error, 'reason', error)}") from error
