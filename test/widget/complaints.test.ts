import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { givenBrowser } from '../harness/browser.ts';
import { givenFixture } from './fixture.ts';
import type { HostPage } from './hostPage.ts';
import {
  desktop,
  host,
  openAppeal,
  paths,
  phone,
  readOn,
  settle,
  shifts,
  styleOf,
  violations,
  watchPage,
} from './story.ts';

// What publishers complain of in other people's widgets: docs/decisions/widget.md has the sources. One test a complaint.
const fixture = givenFixture();
const newPage = givenBrowser();

async function read(about: HostPage = {}, device = desktop) {
  const page = await newPage(device);
  const seen = await watchPage(page);
  await page.goto(fixture.page(about));
  await readOn(page);
  const ours = () => seen.requests.filter((one) => one.includes(fixture.service.url));
  return { page, seen, ours };
}

const stands = (page: Page) => host(page).count();
describe('publishers complain elsewhere that', { timeout: 60_000 }, () => {
  test('1. the script cannot be switched off and sends readers to a CDN: ours needs no other host, and hides', async () => {
    const { page, seen } = await read();
    const hosts = new Set(seen.requests.map((one) => new URL(one.split(' ')[1]!).host));
    expect(hosts.size).toBe(2);
    await page.evaluate(() =>
      (window as never as { smallfavor: string[][] }).smallfavor.push(['hide']),
    );
    await expect.poll(() => stands(page)).toBe(0);
  });

  test('2. code that is not used slows the page: ours is a thousand bytes until the end is near', async () => {
    const page = await newPage(desktop);
    const { requests } = await watchPage(page);
    await page.goto(fixture.page({ paragraphs: 60 }));
    await settle(page);
    expect(paths(requests).slice(1)).toEqual(['/widget.js']);
    expect(fixture.widget.manifest.sizes.loader!.brotli).toBeLessThanOrEqual(1000);
  });

  test('3. the same script comes twice: ours is asked for once by two tags, and asks once', async () => {
    const tag = `<script async src="${fixture.service.url}/widget.js" data-smallfavor data-publisher="moscow-times"></script>`;
    const { page, ours } = await read({ script: tag + tag });
    expect(await stands(page)).toBe(1);
    const asked = paths(ours());
    expect(asked).toEqual([...new Set(asked)]);
  });

  test('4, 14. inline scripts and styles break a strict policy: ours has neither', async () => {
    const csp = `default-src 'none'; script-src 'nonce-abc'; style-src 'nonce-abc'; connect-src SERVICE`;
    const { page } = await read({ csp });
    expect(await stands(page)).toBe(1);
    expect(await violations(page)).toEqual([]);
    expect((await styleOf(page, '.go')).backgroundColor).toBe('rgb(0, 85, 127)');
  });

  test('5. a frame traps the keyboard: ours has no frame', async () => {
    const { page } = await read();
    const frames = await host(page).evaluate(
      (one) => one.shadowRoot!.querySelectorAll('iframe').length,
    );
    expect([frames, page.frames().length]).toEqual([0, 1]);
  });

  test('6, 7, 8. a banner pushes the page down, most of all on phones: ours moves nothing', async () => {
    const { page } = await read({}, phone);
    expect(await stands(page)).toBe(1);
    expect(await shifts(page)).toEqual([]);
  });

  test('9. optimisers delay its style sheet: ours comes within the script', async () => {
    const { page, seen } = await read();
    expect(paths(seen.requests).filter((path) => path.endsWith('.css'))).toEqual([]);
    expect((await styleOf(page, '.go')).display).toBe('inline-block');
  });

  test('10. pressing “become a supporter” blocks the text: with ours it stays to be read', async () => {
    const page = await newPage(desktop);
    await page.route('**/checkouts', () => new Promise(() => {}));
    const appeal = await openAppeal(page, fixture.page());
    await appeal.locator('.go').click();
    await appeal.getByText('Opening secure checkout').waitFor();
    const first = page.locator('article p').first();
    await first.scrollIntoViewIfNeeded();
    expect(await first.isVisible()).toBe(true);
    expect(await page.locator('[inert]').count()).toBe(0);
  });

  test('11. a reader who is not known breaks the button: ours asks any reader', async () => {
    const { page, seen } = await read({
      tag: 'data-reader="" data-section="" data-tags="" data-country=""',
    });
    expect(await stands(page)).toBe(1);
    expect(seen.errors).toEqual([]);
  });

  test('12. its styles reset those of the page: ours are in a root of their own', async () => {
    const { page } = await read();
    expect(
      await page.evaluate(
        () =>
          document.querySelectorAll('style,link[rel=stylesheet]').length +
          document.adoptedStyleSheets.length,
      ),
    ).toBe(1);
  });
});
