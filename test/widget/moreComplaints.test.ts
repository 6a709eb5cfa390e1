import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { givenBrowser } from '../harness/browser.ts';
import { givenFixture } from './fixture.ts';
import type { HostPage } from './hostPage.ts';
import { desktop, host, openAppeal, paths, phone, readOn, styleOf, watchPage } from './story.ts';

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
  test('13. styles of the page break it: ours looks the same on a hostile page', async () => {
    const plain = await read();
    const look = await styleOf(plain.page, '.go');
    const hostile = await read({
      css: `*{letter-spacing:.3em!important;color:red!important;text-transform:uppercase!important}
        button,div{all:unset;display:none!important}[hidden]{display:block!important}
        div[data-nosnippet]{font-size:40px!important;visibility:hidden!important;opacity:0!important}`,
    });
    expect(await styleOf(hostile.page, '.go')).toEqual(look);
    expect(await styleOf(hostile.page, '#h')).toEqual(await styleOf(plain.page, '#h'));
    expect(await host(hostile.page).isVisible()).toBe(true);
  });

  test('15, 16. it is gone after a navigation within the page, or comes before the title: ours finds each article', async () => {
    const { page } = await read();
    expect(await stands(page)).toBe(1);
    const story = await page.evaluateHandle(() => {
      const next = document.querySelector('article')!.cloneNode(true) as HTMLElement;
      next.querySelector('[data-nosnippet]')?.remove();
      document.querySelector('article')!.remove();
      history.pushState({}, '', '/second');
      scrollTo(0, 0);
      return next;
    });
    await expect.poll(() => stands(page)).toBe(0);
    // The loader has long looked at the new address by the time that its title and article are there.
    await page.waitForTimeout(1500);
    await story.evaluate((next) => {
      document.title = 'A second story';
      document.querySelector('main')!.prepend(next);
    });
    // The loader looks once a second, and nothing is put in under who scrolls: who has read to the end by then sees the
    // appeal once they have rested above it.
    await expect
      .poll(async () => {
        await page.evaluate(() => scrollTo(0, 0));
        await page.waitForTimeout(500);
        await readOn(page);
        return stands(page);
      })
      .toBe(1);
  });

  test('17. script delayers leave it without its own tag, or start it late: ours finds the tag', async () => {
    const late = `<script nonce="abc">addEventListener('load', () => setTimeout(() => {
      const one = Object.assign(document.createElement('script'), { src: '${fixture.service.url}/widget.js', type: 'module' });
      one.dataset.smallfavor = ''; one.dataset.publisher = 'moscow-times';
      document.body.append(one);
    }, 700))</script>`;
    const page = await newPage(desktop);
    await page.goto(fixture.page({ script: late }));
    await page.waitForTimeout(1500);
    await readOn(page);
    expect(await stands(page)).toBe(1);
  });

  test('18. storage that throws kills it: ours only forgets', async () => {
    const denied = `<script nonce="abc">for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } });</script>`;
    const { page, seen } = await read({ head: denied });
    expect(await stands(page)).toBe(1);
    expect(seen.errors).toEqual([]);
  });

  test('19. an unload handler keeps the page from being kept: ours listens to none', async () => {
    const page = await newPage(desktop);
    await page.addInitScript(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      const add = EventTarget.prototype.addEventListener;
      EventTarget.prototype.addEventListener = function (this: EventTarget, ...args: unknown[]) {
        heard.push(String(args[0]));
        return Reflect.apply(add, this, args);
      } as never;
    });
    await openAppeal(page, fixture.page());
    const heard = await page.evaluate(() => (window as never as { heard: string[] }).heard);
    expect(heard).toContain('pageshow');
    expect(heard.filter((name) => /unload|pagehide/.test(name))).toEqual([]);
  });

  test('20. Stripe’s script is on every page: with ours on none', async () => {
    const { page } = await read();
    expect(await page.locator('script[src*=stripe]').count()).toBe(0);
    const folder = join(fixture.widget.folder, 'widget');
    for (const name of readdirSync(folder))
      expect(readFileSync(join(folder, name), 'utf8')).not.toMatch(/stripe/i);
  });

  test('21. a blocked request leaves an invisible frame over the page: ours leaves nothing', async () => {
    const page = await newPage(desktop);
    await page.route('**/widget/*', (route) => route.abort());
    await page.goto(fixture.page());
    await readOn(page);
    const children = await page.evaluate(() =>
      [...document.body.children].map(({ nodeName }) => nodeName),
    );
    expect(children).toEqual(['MAIN']);
  });

  test('22. blockers hide it by its names: ours has no name that says what it is', async () => {
    const { page, ours } = await read();
    expect(await host(page).evaluate((one) => one.getAttributeNames())).toEqual(['data-nosnippet']);
    expect(paths(ours()).join()).not.toMatch(
      /ads?\b|banner|track|subscri|newsletter|popup|analytic/i,
    );
  });

  test('23. closing it is not remembered, or for who knows how long: ours says the day, and keeps to it', async () => {
    const page = await newPage(desktop);
    const appeal = await openAppeal(page, fixture.page());
    await appeal.getByRole('button', { name: 'Remind me later' }).click();
    await appeal.getByText(/We will not ask again until \w+ \d+, \d{4}\./).waitFor();
    await page.goto(fixture.page({ path: 'other' }));
    await readOn(page);
    expect(await stands(page)).toBe(0);
  });

  test('24. its button shifts as it is pressed: ours stays where it is', async () => {
    const page = await newPage(phone);
    const appeal = await openAppeal(page, fixture.page());
    const button = appeal.locator('.go');
    const place = () =>
      button.evaluate((one) => {
        const { top, height } = one.getBoundingClientRect();
        return [top - one.closest('section')!.getBoundingClientRect().top, height];
      });
    const before = await place();
    await page.route('**/checkouts', () => new Promise(() => {}));
    await button.click();
    await appeal.getByText('Opening secure checkout').waitFor();
    expect(await place()).toEqual(before);
  });
});
