// Pages of a site that load the script, `/sluice/js`, and what it tells them.
import { withPage } from "./browser.mjs";
import { bearer, everything, form, hubSite } from "./mercure.mjs";
import { until } from "./wait.mjs";

// A worker that is back at once is come back to at once.
const quickReturn = ["--retry-min", "500ms", "--retry-max", "500ms", "--drain", "1s"];

const emptyPage = "<!doctype html><link rel=icon href=data:,><title>a site</title>";

/** Settings of a site with a hub, at whose root is a page with this script element and body.
 *  {options: of the worker, anonymous: false for a hub that asks for tokens, server: lines} */
export function scriptSite({ tag = "<script src=/sluice/js></script>", body = "", options = [],
  anonymous = true, server = "" } = {}) {
  const home = `location = / { default_type text/html;
    return 200 "${emptyPage}${tag}<body>${body}"; }
    location = /connections { stub_status; } ${server}`;
  const make = (site) => [...(anonymous ? ["--anonymous"] : []), ...quickReturn,
    ...(typeof options === "function" ? options(site) : options)];
  return hubSite(make, { home });
}

/** Publishes beside the script; gives the update's id. */
export async function publish(site, topic, data, more = {}) {
  const answer = await fetch(`${site.origin}/sluice/publish`,
    { method: "POST", body: form({ topic, data, ...more }), headers: bearer(everything) });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`the hub answered ${answer.status}: ${text}`);
  return text;
}

/** A number of the worker's, as `/sluice/metrics` tells it. */
export async function metric(site, name) {
  const text = await (await fetch(`${site.origin}/sluice/metrics`)).text();
  const found = new RegExp(`^${name} (\\S+)$`, "m").exec(text);
  if (!found) throw new Error(`there is no ${name} in ${text}`);
  return Number(found[1]);
}

export function untilStreams(site, count) {
  return until(async () => (await metric(site, "sluice_streams_open")) === count,
    `${count} open streams`);
}

/** How many connections nginx is answering on, but that of this question. */
export async function busyConnections(site) {
  const text = await (await fetch(`${site.origin}/connections`)).text();
  return Number(/Writing: (\d+)/.exec(text)[1]) - 1;
}

/** Requests of streams in nginx's log: ["GET /sluice/events 200 last=-"]. */
export function streamLog(site) {
  return site.nginx.accessLog().filter((line) => line.startsWith("GET /sluice/events"));
}

// The script takes a path without bytes for 4 s for one that holds them; a busy machine is none.
const patience = { firstBytesWithin: 60 };

/** Runs in the page: keeps what the script tells at `window.told`. */
function connectInPage(options) {
  const told = { events: [], gaps: [], states: [] };
  window.told = told;
  told.stream = window.Sluice.connect({
    ...options,
    onEvent: (event) => told.events.push({ ...event, at: Date.now() }),
    onGap: (gap) => told.gaps.push(gap),
    onState: (state, detail) => told.states.push({ ...detail, state }),
  });
}

export class Tab {
  /** Opens the site in this page, and connects. */
  static async open(page, site, options, origin = site.origin) {
    await page.goto(origin);
    const tab = new Tab(page);
    await page.evaluate(connectInPage, { ...patience, ...options });
    return tab;
  }

  constructor(page) { this.page = page; }

  /** Another tab of the same browser. */
  async another(site, options, origin) {
    return Tab.open(await this.page.context().newPage(), site, options, origin);
  }

  /** Waits until the condition, which runs in the page, is true of {events, gaps, states} and of
   *  `argument`. */
  waitFor(condition, argument) {
    const call = `(${condition})(window.told, ${JSON.stringify(argument)})`;
    return this.page.waitForFunction(call, null, { timeout: 40_000, polling: 20 });
  }

  /** Waits until an event with that data is there. */
  waitForData(data) {
    return this.waitFor(({ events }, wanted) => events.some((each) => each.data === wanted), data);
  }

  /** Waits until the script says that state, and gives its detail. */
  async waitForState(state) {
    const found = await this.waitFor(({ states }, wanted) => {
      const latest = states[states.length - 1];
      return latest.state === wanted && latest;
    }, state);
    return found.jsonValue();
  }

  async data() { return (await this.events()).map(({ data }) => data); }
  events() { return this.page.evaluate(() => window.told.events); }
  gaps() { return this.page.evaluate(() => window.told.gaps); }
  states() { return this.page.evaluate(() => window.told.states); }
  stop() { return this.page.evaluate(() => window.told.stream.close()); }

  /** The browser's debugging protocol, for what no page can do. */
  protocol() { return this.page.context().newCDPSession(this.page); }
}

/** Runs `scenario(tab)` in a new browser with one tab that is connected. */
export function withTab(site, options, scenario, { origin, ...more } = {}) {
  return withPage(async (page) => scenario(await Tab.open(page, site, options, origin)), more);
}

/** Opens further tabs, and waits until each is told that the stream is open. */
export async function openTabs(first, site, options, count, origin) {
  const all = [first];
  while (all.length < count) all.push(await first.another(site, options, origin));
  await Promise.all(all.map((tab) => tab.waitForState("open")));
  return all;
}

/** Publishes 1, 2, … one after another while `action` runs; gives how many. */
export async function publishDuring(site, topic, action, from = 1) {
  let isOver = false;
  let next = from;
  const publishing = (async () => {
    while (!isOver) {
      await publish(site, topic, `${next}`);
      next += 1;
    }
  })();
  try {
    await action(() => next - 1);
  } finally {
    isOver = true;
    await publishing;
  }
  return next - 1;
}

export const numbers = (count) => Array.from({ length: count }, (_, i) => `${i + 1}`);
