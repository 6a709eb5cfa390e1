import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { givenBrowser } from '../harness/browser.ts';
import { givenFixture } from './fixture.ts';
import { desktop, host, openAppeal, readOn, settle, watchPage } from './story.ts';

const fixture = givenFixture();
const newPage = givenBrowser();

/** What was asked of our service, without the page itself. */
const ours = (requests: readonly string[]) =>
  requests
    .filter((request) => request.includes(fixture.service.url))
    .map((request) => request.replace(fixture.service.url, ''));

// What costs the pages of others too much (Intl: 0.3 s at its first use), or their policies and blockers stop; and what
// a countdown would need.
const barred =
  /\bIntl\b|toLocale\w*String|(inner|outer)HTML|insertAdjacentHTML|document\.write|sendBeacon|unload|document\.cookie|setAttribute\("style"|setInterval/;

// What generic rules of EasyList, Fanboy's Annoyances and uBlock hide by, as parts of a class, an id or an address.
const hidden =
  /(^|[-_/.])(ads?|adv(ert\w*)?|banners?|beacon|call-?out|consent|cookies?|donat\w*|interstitial|lightbox|modal|newsletter|nag|notice|overlay|paywall|pixel|pop-?(up|over)s?|promo\w*|sign-?up|sponsor\w*|sticky|subscri\w*|takeover|track\w*|upsell)($|[-_/.])/i;

test('no file of the widget does what costs or breaks the page that it is on', () => {
  const { folder } = fixture.widget;
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.js'),
  );
  expect(names.length).toBe(7);
  const strays = names.map((name) => barred.exec(readFileSync(join(folder, name), 'utf8'))?.[0]);
  expect(strays.filter(Boolean)).toEqual([]);
});

test('no name of the widget is one that blockers hide', () => {
  const { folder } = fixture.widget;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const scripts = files.filter((name) => /\.js$/.test(name) && !/preview/.test(name));
  const names = scripts.flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const given = text.matchAll(/\b(?:id|class|className|part|toggle)(?::|=|\()"([\w -]+)"/g);
    const styled = text.matchAll(/[}",](?:\w*)[.#]([a-z][\w-]*)(?=[\s{:.[,>])/g);
    return [...given, ...styled].flatMap(([, found]) => found!.split(' '));
  });
  expect(names).toEqual(expect.arrayContaining(['go', 'soft', 'row', 'quiet', 'folded', 'lead']));
  const all = [...new Set([...names, ...files, 'smallfavor', 'data-smallfavor-slot'])];
  expect(all.filter((name) => hidden.test(name))).toEqual([]);
  // As they would find theirs.
  expect(['subscribe-banner', 'ad', 'newsletter-signup'].every((name) => hidden.test(name))).toBe(
    true,
  );
});

describe('the widget’s weight', () => {
  test('is within its budgets, and the build says so', () => {
    const { sizes } = fixture.widget.manifest;
    expect(sizes.loader!.brotli).toBeLessThanOrEqual(1000);
    expect(sizes.interface!.brotli).toBeLessThanOrEqual(3500);
    expect(sizes.acts!.brotli).toBeLessThanOrEqual(4000);
    expect(sizes.later!.brotli).toBeLessThanOrEqual(2000);
    expect(sizes.wall!.brotli).toBeLessThanOrEqual(4000);
    expect(fixture.widget.said).toContain(`brotli ${sizes.loader!.brotli} of 1000`);
  });

  test('is one request on the first view, two more on approach, three more in sight', async () => {
    const page = await newPage(desktop);
    const { requests } = await watchPage(page);
    await page.goto(fixture.page({ paragraphs: 60 }));
    await settle(page);
    await page.waitForTimeout(1500);
    expect(ours(requests)).toEqual(['GET /widget.js']);

    await page.evaluate(() => {
      const { bottom } = document.querySelector('article')!.getBoundingClientRect();
      scrollTo({ top: bottom - innerHeight - 700, behavior: 'instant' });
    });
    await host(page).waitFor({ state: 'attached' });
    await page.waitForTimeout(300);
    const { ui, acts, later } = fixture.widget.manifest;
    const appeal = '/v1/publishers/moscow-times/appeal.json?locale=en';
    expect(ours(requests).slice(1).sort()).toEqual([`GET ${appeal}`, `GET /widget/${ui}`].sort());

    await host(page).scrollIntoViewIfNeeded();
    await page.waitForTimeout(500);
    const words = '/v1/publishers/moscow-times/acts.json?locale=en';
    expect(ours(requests).slice(3).sort()).toEqual(
      [`GET ${words}`, `GET /widget/${acts}`, `GET /widget/${later}`].sort(),
    );
  });

  test('is one request in all for a pinned file, which the browser holds to its hash', async () => {
    const { pinned, integrity } = fixture.widget.manifest;
    const tag = (hash: string) =>
      `<script async crossorigin="anonymous" integrity="${hash}" src="${fixture.service.url}/widget/${pinned}" data-smallfavor data-publisher="moscow-times"></script>`;
    const page = await newPage(desktop);
    const { requests } = await watchPage(page);
    const appeal = await openAppeal(page, fixture.page({ script: tag(integrity) }));
    expect(await appeal.getByRole('button', { name: 'Remind me later' }).isVisible()).toBe(true);
    expect(ours(requests).filter((one) => one.includes('/widget'))).toEqual([
      `GET /widget/${pinned}`,
    ]);
    const other = await newPage(desktop);
    const wrong = `sha384-${Buffer.alloc(48).toString('base64')}`;
    await other.goto(fixture.page({ script: tag(wrong) }));
    await readOn(other);
    expect(await host(other).count()).toBe(0);
  });

  test('falls on nothing but our own host, and after the page has loaded', async () => {
    const page = await newPage(desktop);
    const { requests } = await watchPage(page);
    const url = fixture.page();
    await openAppeal(page, url);
    const hosts = requests.map((request) => new URL(request.split(' ')[1]!).origin);
    expect(new Set(hosts)).toEqual(new Set([new URL(url).origin, fixture.service.url]));
    const early = await page.evaluate(() => {
      const [navigation] = performance.getEntriesByType(
        'navigation',
      ) as PerformanceNavigationTiming[];
      const loaded = navigation!.loadEventStart;
      return performance
        .getEntriesByType('resource')
        .filter(({ startTime }) => startTime < loaded)
        .map(({ name }) => new URL(name).pathname);
    });
    expect(early).toEqual(['/widget.js']);
  });
});

describe('what the widget leaves behind', () => {
  test('is nothing stored, no cookie, and one name, until the reader acts', async () => {
    const page = await newPage(desktop);
    await watchPage(page);
    await page.goto(fixture.page({ script: '<!-- -->' }));
    await settle(page);
    const names = () => page.evaluate(() => Object.getOwnPropertyNames(window).sort());
    const before = await names();
    await openAppeal(page, fixture.page());
    expect((await names()).filter((name) => !before.includes(name))).toEqual(['smallfavor']);
    const kept = await page.evaluate(() => [
      localStorage.length,
      sessionStorage.length,
      document.cookie,
    ]);
    expect(kept).toEqual([0, 0, '']);
  });

  test('is not a single changed style of the page', async () => {
    const styles = async (script?: string) => {
      const page = await newPage(desktop);
      await page.goto(fixture.page(script ? { script } : {}));
      await readOn(page);
      if (!script) expect(await host(page).count()).toBe(1);
      return page.evaluate(() => {
        const all = document.querySelectorAll('html,body,main,article,h1,p,aside,h2,a');
        return [...all].map((element) => {
          const style = getComputedStyle(element);
          const changing = /^(height|block-size|perspective-origin|transform-origin)$/;
          return [...style]
            .filter((name) => !changing.test(name))
            .map((name) => `${name}:${style.getPropertyValue(name)}`)
            .join(';');
        });
      });
    };
    expect(await styles()).toEqual(await styles('<!-- no widget -->'));
  });

  test('is an empty place to search engines and reader modes, and nothing on paper', async () => {
    const page = await newPage(desktop);
    const appeal = await openAppeal(page, fixture.page());
    expect(await appeal.evaluate((element) => element.outerHTML)).toBe(
      '<div data-nosnippet="1"></div>',
    );
    await page.emulateMedia({ media: 'print' });
    expect(await appeal.evaluate((element) => getComputedStyle(element).display)).toBe('none');
  });
});
