import type { Page, Route } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { givenBrowser } from '../harness/browser.ts';
import { givenFixture } from './fixture.ts';
import { desktop, host, openAppeal, readOn, remembered, watchPage } from './story.ts';

// Whatever is blocked, late, broken or not what it should be: the article stays byte for byte as it was.
const fixture = givenFixture();
const newPage = givenBrowser();

const ways: Record<string, (route: Route) => Promise<void>> = {
  blocked: (route) => route.abort('blockedbyclient'),
  refused: (route) => route.abort('connectionrefused'),
  'answered with 500': (route) => route.fulfill({ status: 500, body: 'no' }),
  'answered with nothing': (route) => route.fulfill({ status: 200, body: '' }),
  'answered with something else': (route) =>
    route.fulfill({
      status: 200,
      headers: { 'access-control-allow-origin': '*' },
      contentType: 'text/javascript',
      body: 'null',
    }),
  'never answered': () => new Promise(() => {}),
};
const parts = ['**/widget.js', '**/widget/*', '**/appeal.json*'];
const cases = parts.flatMap((part) => Object.keys(ways).map((way) => [part, way] as const));

const article = (page: Page) => page.evaluate(() => document.documentElement.outerHTML);

beforeEach(() => {
  fixture.service.asked.length = 0;
  fixture.service.broken = undefined;
  fixture.service.country = undefined;
  fixture.service.reader = { snoozedUntil: null, supporter: false };
});

describe('the article is as it was', { timeout: 90_000 }, () => {
  test.concurrent.each(cases)('where %s is %s', async (part, way) => {
    const page = await newPage(desktop);
    const seen = await watchPage(page);
    await page.route(part, (route) => ways[way]!(route));
    await page.goto(fixture.page({ paragraphs: 6 }), { waitUntil: 'domcontentloaded' });
    const before = await article(page);
    await readOn(page);
    expect(await article(page)).toBe(before);
    expect(seen.errors).toEqual([]);
    await page.context().close();
  });

  test('where everything is ten seconds late', async () => {
    fixture.service.delayMs = 10_000;
    const page = await newPage(desktop);
    await page.goto(fixture.page({ paragraphs: 6 }), { waitUntil: 'domcontentloaded' });
    const before = await article(page);
    await readOn(page);
    expect(await article(page)).toBe(before);
    fixture.service.delayMs = 0;
  });
});

describe('where what readers set going is blocked', { timeout: 90_000 }, () => {
  test('“Remind me later” takes the appeal away, and Continue leads to our page', async () => {
    const page = await newPage(desktop);
    await watchPage(page);
    await page.route('**/widget/acts-*', (route) => route.abort());
    await page.goto(fixture.page());
    await readOn(page);
    await host(page).scrollIntoViewIfNeeded();
    await host(page).getByText('$10', { exact: true }).click();
    await host(page).getByRole('button', { name: 'Continue with $10 per month' }).click();
    await page.waitForURL('**/moscow-times?*');
    expect(await page.getByRole('radio', { name: '$10' }).isChecked()).toBe(true);
    await page.goto(fixture.page());
    await readOn(page);
    await host(page).getByRole('button', { name: 'Remind me later' }).click();
    await expect.poll(() => host(page).count()).toBe(0);
  });
});

describe('the place of a reader', { timeout: 90_000 }, () => {
  const guarded = { publisher: 'guarded' };
  const isAsked = async (about: object) => {
    const page = await newPage(desktop);
    await page.goto(fixture.page({ ...guarded, ...about }));
    await readOn(page);
    const count = await host(page).count();
    await page.context().close();
    return count === 1;
  };

  test('decides where giving is a crime somewhere: known and free, or no appeal', async () => {
    expect(await isAsked({ tag: 'data-country="NL"' })).toBe(true);
    expect(await isAsked({ tag: 'data-country="RU"' })).toBe(false);
    expect(await isAsked({})).toBe(false);
    fixture.service.country = 'NL';
    expect(await isAsked({})).toBe(true);
    fixture.service.country = 'RU';
    expect(await isAsked({})).toBe(false);
    fixture.service.broken = /place/;
    expect(await isAsked({})).toBe(false);
  });
});

describe('where storage is denied', { timeout: 90_000 }, () => {
  const denied = `<script nonce="abc">for (const name of ['localStorage', 'sessionStorage'])
    Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } });</script>`;

  test('the appeal works, and only forgets', async () => {
    const page = await newPage(desktop);
    const seen = await watchPage(page);
    const appeal = await openAppeal(page, fixture.page({ head: denied }));
    await appeal.getByRole('button', { name: 'Remind me later' }).click();
    await appeal.getByRole('button', { name: '1 week' }).click();
    await appeal.getByText('We will not ask again until').waitFor();
    await appeal.getByRole('button', { name: 'Undo' }).click();
    await appeal.locator('.go').click();
    await page.waitForURL('**/pay?monthly');
    expect(seen.errors).toEqual([]);
  });

  test('a sandboxed frame is no different', async () => {
    const page = await newPage(desktop);
    const seen = await watchPage(page);
    const inner = fixture.page({ paragraphs: 30 });
    await page.goto(fixture.page({ script: '<!-- -->' }));
    await page.evaluate((src) => {
      const frame = document.createElement('iframe');
      Object.assign(frame, { src, width: 800, height: 600 });
      frame.setAttribute('sandbox', 'allow-scripts');
      document.body.prepend(frame);
    }, inner);
    await page.waitForTimeout(800);
    const frame = page.frames()[1]!;
    for (let y = 0; y < 6000; y += 300) {
      await frame.evaluate((top) => scrollTo({ top, behavior: 'instant' }), y);
      await page.waitForTimeout(30);
    }
    // The frame cannot look ahead, so the appeal comes once its place has left the screen.
    await frame.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
    await frame.locator('[data-nosnippet]').waitFor({ state: 'attached' });
    expect(seen.errors).toEqual([]);
    expect(await remembered(page)).toBeNull();
  });
});
