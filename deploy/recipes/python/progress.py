"""Progress of a long job, told while it runs:

    for row in told("jobs/17", rows):
        import_row(row)
"""

import json
import sys

import sluice


def told(topic, items):
    """Yields the items, and tells the topic {"done", "of"} before each and at the end, or
    with "failed" where the loop breaks or raises. Nobody needs to listen, and a worker that is away
    does not stop the job."""
    items = list(items)
    done = 0
    try:
        for item in items:
            _tell(topic, {"done": done, "of": len(items)})
            yield item
            done += 1
    finally:
        # A loop that breaks or raises drops its generator, which ends here as well.
        end = {} if done == len(items) else {"failed": True}
        _tell(topic, {"done": done, "of": len(items), **end})


def _tell(topic, what):
    try:
        sluice.publish(topic, json.dumps(what), type="progress")
    except sluice.SluiceError as error:
        print(f"progress of {topic}: {error}", file=sys.stderr)
