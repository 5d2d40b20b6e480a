// An EventSource in a page of a real browser.

/** Runs in the page: keeps the source and what it got at `window.streams[name]`. */
function openInPage({ name, target, types, withCredentials }) {
  const source = new EventSource(target, { withCredentials });
  const stream = { source, events: [], opens: 0, errors: 0 };
  window.streams = { ...window.streams, [name]: stream };
  for (const type of types) {
    source.addEventListener(type, ({ data, lastEventId }) => {
      stream.events.push({ type, id: lastEventId, data });
    });
  }
  source.addEventListener("open", () => { stream.opens += 1; });
  source.addEventListener("error", () => { stream.errors += 1; });
}

export class PageStream {
  /** Begins the stream of `target`. {types: of events to keep, withCredentials} */
  static async begin(page, target, { types = ["message"], withCredentials = false } = {}) {
    const stream = new PageStream(page);
    await page.evaluate(openInPage, { name: stream.name, target, types, withCredentials });
    return stream;
  }

  /** Begins it, and waits until it is open. */
  static async open(page, target, options) {
    const stream = await PageStream.begin(page, target, options);
    await stream.waitFor(({ opens }) => opens > 0);
    return stream;
  }

  static #count = 0;

  constructor(page) {
    this.page = page;
    PageStream.#count += 1;
    this.name = `stream${PageStream.#count}`;
  }

  /** Waits until the condition, which runs in the page, is true of {source, events, opens, errors}
   *  and of `argument`. */
  waitFor(condition, argument, timeout = 20_000) {
    const call = `(${condition})(window.streams.${this.name}, ${JSON.stringify(argument)})`;
    return this.page.waitForFunction(call, null, { timeout });
  }

  /** Waits until an event with that data is there. */
  waitForData(data) {
    return this.waitFor(({ events }, wanted) => events.some((each) => each.data === wanted), data);
  }

  /** Waits until the browser has given the stream up: it comes back no more. */
  waitForGivenUp() { return this.waitFor(({ source }) => source.readyState === 2); }

  /** [{type, id, data}] of what came until now. */
  events() { return this.page.evaluate((name) => window.streams[name].events, this.name); }
  /** How often it opened. */
  opens() { return this.page.evaluate((name) => window.streams[name].opens, this.name); }

  close() { return this.page.evaluate((name) => window.streams[name].source.close(), this.name); }
}
