"""Reads a stream of events and comes back with the last id, as a browser does. Standard library.

    for event in follow("https://your.site/.well-known/mercure", ["news"]):
        print(event.id, event.type, event.data)

    python3 follow.py https://your.site/.well-known/mercure news [TOPIC...]
"""

import collections
import http.client
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

Event = collections.namedtuple("Event", "id type data")

# Four of the worker's heartbeats: a stream that is silent for longer is dead.
SILENT_SECONDS = 60
# What a browser waits before it comes back, until the stream names another time.
RETRY_SECONDS = 2.0


class Position:
    """How far a reader is, and how long it waits before it comes back."""

    def __init__(self, last_id):
        self.last_id = last_id
        self.retry = RETRY_SECONDS


def events_of(lines, position):
    """Yields the events of a stream of lines (WHATWG HTML, section 9.2.6)."""
    name, data, last_id = "", [], position.last_id
    for line in lines:
        line = line.decode("utf-8", "replace").rstrip("\r\n")
        if not line:
            position.last_id = last_id
            if data:
                yield Event(last_id, name or "message", "\n".join(data))
            name, data = "", []
            continue
        field, _, value = line.partition(":")
        value = value[1:] if value.startswith(" ") else value
        if field == "data":
            data.append(value)
        elif field == "event":
            name = value
        elif field == "id" and "\0" not in value:
            last_id = value
        elif field == "retry" and value.isdecimal():
            position.retry = int(value) / 1000


def follow(url, topics, *, token_file=None, last_id=""):
    """Yields events for ever, or until the server says that no more will come (204). Raises
    urllib.error.HTTPError for a refusal (400, 401, 403 ...), whose text says why."""
    position = Position(last_id)
    url += "?" + urllib.parse.urlencode([("topic", topic) for topic in topics])
    while True:
        asked = urllib.request.Request(url, headers={"Accept": "text/event-stream"})
        if position.last_id:
            asked.add_header("Last-Event-ID", position.last_id)
        if token_file:
            with open(token_file, encoding="ascii") as file:  # anew: it may be a newer one
                token = file.read().strip()
            asked.add_unredirected_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(asked, timeout=SILENT_SECONDS) as stream:
                if stream.status == 204:
                    return
                yield from events_of(stream, position)
        except urllib.error.HTTPError as error:
            if error.code < 500 and error.code != 429:
                raise
        except (OSError, http.client.HTTPException):
            pass  # cut, or nobody there
        time.sleep(position.retry)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        print("usage: follow.py URL TOPIC...", file=sys.stderr)
        sys.exit(2)
    try:
        for each in follow(sys.argv[1], sys.argv[2:]):
            print(each.id, each.type, each.data, sep="\t", flush=True)
    except urllib.error.HTTPError as refusal:
        sys.exit(f"{refusal.code}: {refusal.read().decode(errors='replace').strip()}")
