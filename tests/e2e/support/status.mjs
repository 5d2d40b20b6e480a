// The operators' page, as a test reads it.
import { pageState } from "./browser.mjs";
import { until } from "./wait.mjs";

/** Opens the page, and waits until it shows the worker. */
export async function openStatus(page, site) {
  await page.goto(`${site.origin}/sluice/status`);
  await pageState(page, "live");
}

/** What a card says: its `value`, or what stands `beside` it. */
export function figureOf(page, name, part = "value") {
  return page.locator(`[data-figure="${name}"] .${part}`);
}

/** The cell in that column, counted from 1, of the row whose first cell is `head`. */
export function cellOf(page, table, head, column) {
  const named = page.locator("th", { hasText: head });
  const row = page.locator(`#${table} tr`).filter({ has: named });
  return row.locator(`:nth-child(${column})`).first();
}

/** Waits until that place says what `wanted` matches. */
export async function shows(place, wanted) {
  let text;
  const seen = async () => {
    text = await place.textContent();
    return wanted.test(text);
  };
  await until(seen, `${wanted}`).catch((error) => {
    throw new Error(`${error.message}; it says "${text}"`);
  });
}
