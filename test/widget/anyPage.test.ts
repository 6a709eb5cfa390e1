import { describe, expect, test } from 'vitest';
import { givenBrowser } from '../harness/browser.ts';
import { givenFixture } from './fixture.ts';
import { desktop, host, openAppeal, readOn, remembered, settle, watchPage } from './story.ts';

const fixture = givenFixture();
const newPage = givenBrowser();
const keeping = givenBrowser({ keepsPages: true });
const slot = '<p data-smallfavor-slot><a href="/support">Support us</a></p>';

describe('on any page', { timeout: 60_000 }, () => {
  test('without JavaScript the slot’s link is what is there', async () => {
    const page = await newPage({ ...desktop, javaScriptEnabled: false });
    await page.goto(fixture.page({ end: slot }));
    expect(await page.getByRole('link', { name: 'Support us' }).isVisible()).toBe(true);
    expect(await page.locator('article > *').count()).toBe(18);
  });

  test('the slot gives way to the appeal, and comes back when it is hidden', async () => {
    const page = await newPage(desktop);
    await openAppeal(page, fixture.page({ end: slot }));
    expect(await page.locator('[data-smallfavor-slot]').count()).toBe(0);
    await page.evaluate(() =>
      (window as never as { smallfavor: string[][] }).smallfavor.push(['hide']),
    );
    await page.locator('[data-smallfavor-slot]').waitFor();
    expect(await host(page).count()).toBe(0);
  });

  test('a page that is prepared in advance is left alone until it is shown', async () => {
    const page = await newPage(desktop);
    const { requests } = await watchPage(page);
    await page.addInitScript(() =>
      Object.defineProperty(document, 'prerendering', { value: true, configurable: true }),
    );
    await page.goto(fixture.page());
    await readOn(page);
    expect(requests.filter((one) => /appeal\.json/.test(one))).toEqual([]);
    await page.evaluate(() => {
      scrollTo({ top: 0, behavior: 'instant' });
      Object.defineProperty(document, 'prerendering', { value: false });
      document.dispatchEvent(new Event('prerenderingchange'));
    });
    await readOn(page);
    expect(await host(page).count()).toBe(1);
  });

  test('a page that the browser kept is restored with the appeal, which works', async () => {
    const page = await keeping(desktop);
    await page.addInitScript(() =>
      addEventListener('pageshow', ({ persisted }) =>
        document.documentElement.setAttribute('data-kept', String(persisted)),
      ),
    );
    const appeal = await openAppeal(page, fixture.page());
    await appeal.getByText('$10', { exact: true }).click();
    fixture.service.outcomes = ['open'];
    await appeal.locator('.go').click();
    await page.waitForURL('**/pay?monthly');
    await page.evaluate(() => void setTimeout(() => history.back()));
    await page.locator('html[data-kept=true]').waitFor();
    expect(await appeal.getByRole('radio', { name: '$10' }).isChecked()).toBe(true);
    await appeal.locator('.go').click();
    await page.waitForURL('**/pay?monthly');
  });

  test('a kept page does not ask a reader who gave meanwhile, and the focus is not lost', async () => {
    const page = await keeping(desktop);
    const appeal = await openAppeal(page, fixture.page());
    fixture.service.outcomes = ['complete'];
    await appeal.locator('.go').click();
    await page.waitForURL('**/pay?monthly');
    await page.evaluate(() => void setTimeout(() => history.back()));
    await appeal.getByText('Thank you').waitFor();
    expect(await appeal.getByRole('button').count()).toBe(0);
    expect(await remembered(page)).toMatchObject({ gave: true });
    expect(
      await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.nodeName),
    ).toBe('SECTION');
  });

  test('a verb that comes before the widget is ready is heard, once', async () => {
    const page = await newPage(desktop);
    await page.goto(
      fixture.page({
        head: `<script nonce="abc">(window.smallfavor ??= []).push(['show'])</script>`,
        paragraphs: 3,
      }),
    );
    await host(page).locator('[aria-controls=p]').waitFor();
    await readOn(page);
    expect(await host(page).count()).toBe(1);
    const hidden = await newPage(desktop);
    await hidden.goto(
      fixture.page({
        head: `<script nonce="abc">(window.smallfavor ??= []).push(['hide'])</script>`,
      }),
    );
    await readOn(hidden);
    await settle(hidden);
    expect(await host(hidden).count()).toBe(0);
  });

  test('an element that has our name is no obstacle', async () => {
    const page = await newPage(desktop);
    await page.goto(
      fixture.page({
        after: '<div id="smallfavor"></div><p>More</p>'.repeat(1) + '<p>More</p>'.repeat(40),
      }),
    );
    await readOn(page);
    expect(await host(page).count()).toBe(1);
  });
});
