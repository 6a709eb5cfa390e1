import type { BrowserContextOptions, Locator, Page } from 'playwright-core';

export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 } };
export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };

/** What the page's own eyes saw: shifts, errors, policy reports. */
export interface Seen {
  readonly errors: string[];
  readonly requests: string[];
}

interface Watched extends Window {
  shifts: { value: number; sources: string[] }[];
  violations: string[];
  said: { type: string; detail: unknown }[];
}

/** Watches a page from before its first byte. */
export async function watchPage(page: Page): Promise<Seen> {
  const seen: Seen = { errors: [], requests: [] };
  page.on('pageerror', (error) => seen.errors.push(error.message));
  page.on('request', (request) => seen.requests.push(`${request.method()} ${request.url()}`));
  await page.addInitScript(() => {
    const watched = window as unknown as Watched;
    watched.shifts = [];
    watched.violations = [];
    watched.said = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput, sources } = entry as unknown as {
          value: number;
          hadRecentInput: boolean;
          sources: { node: Element | null }[];
        };
        const names = sources.map(({ node }) => node?.nodeName ?? 'none');
        if (!hadRecentInput) watched.shifts.push({ value, sources: names });
      }
    }).observe({ type: 'layout-shift', buffered: true });
    document.addEventListener('securitypolicyviolation', (event) =>
      watched.violations.push(`${event.effectiveDirective} ${event.blockedURI}`),
    );
    for (const name of ['shown', 'continue', 'snoozed', 'given', 'walled'])
      document.addEventListener(`smallfavor:${name}`, (event) =>
        watched.said.push({ type: name, detail: (event as CustomEvent).detail }),
      );
  });
  return seen;
}

export const host = (page: Page): Locator => page.locator('[data-nosnippet]');

/** Cumulative layout shift: what moved without the reader's doing. */
export const shifts = (page: Page) => page.evaluate(() => (window as unknown as Watched).shifts);
export const violations = (page: Page) =>
  page.evaluate(() => (window as unknown as Watched).violations);
export const said = (page: Page) => page.evaluate(() => (window as unknown as Watched).said);

export const remembered = (page: Page, publisher = 'moscow-times') =>
  page.evaluate(
    (name) => JSON.parse(localStorage.getItem(name) ?? 'null'),
    `smallfavor:${publisher}`,
  );

/** The browser's own way back; page.goBack would wait for a load that a kept page never has. */
export const goBack = (page: Page) => page.evaluate(() => void setTimeout(() => history.back()));

/** Waits until the loader has begun to watch, which it does once the page is idle; not long where it never comes. */
export async function settle(page: Page): Promise<void> {
  const isThere = () => !!(window as { smallfavor?: { push?: unknown } }).smallfavor?.push;
  await page.waitForFunction(isThere, undefined, { timeout: 500 }).catch(() => {});
  const idle = () => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 }));
  await page.evaluate(idle).catch(() => {});
}

/** Reads on, a little at a time, until the appeal is there or the page ends; then waits for what follows. */
export async function readOn(page: Page): Promise<void> {
  await settle(page);
  const there = () => {
    const end = document.documentElement.scrollHeight - 1;
    const isIn = !!document.querySelector('[data-nosnippet]');
    return isIn ? 'in' : scrollY + innerHeight >= end ? 'end' : undefined;
  };
  let found = await page.evaluate(there);
  for (let i = 0; i < 80 && !found; i++) {
    await page.mouse.wheel(0, 300);
    await page.waitForTimeout(50);
    found = await page.evaluate(there);
  }
  await page.waitForTimeout(found === 'in' ? 100 : 300);
}

/** Opens a story and reads on to its appeal, which then can be acted on. */
export async function openAppeal(page: Page, url: string): Promise<Locator> {
  await page.goto(url);
  await readOn(page);
  const appeal = host(page);
  await appeal.waitFor();
  const acts = page.waitForFunction(() =>
    document.querySelector('[data-nosnippet]')?.shadowRoot?.querySelector('[aria-controls=p]'),
  );
  await appeal.scrollIntoViewIfNeeded();
  await acts;
  return appeal;
}

/** Paths of what was asked for. */
export const paths = (requests: readonly string[]) =>
  requests.map((one) => new URL(one.split(' ')[1]!).pathname);
/** How something inside the appeal looks. */
export const styleOf = (page: Page, selector: string) =>
  page.evaluate((selector) => {
    const root = document.querySelector('[data-nosnippet]')!.shadowRoot!;
    const { color, backgroundColor, fontSize, letterSpacing, display, textTransform } =
      getComputedStyle(root.querySelector(selector)!);
    return { color, backgroundColor, fontSize, letterSpacing, display, textTransform };
  }, selector);
