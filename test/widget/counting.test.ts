import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { givenBrowser } from '../harness/browser.ts';
import { givenFixture } from './fixture.ts';
import { desktop, host, openAppeal, remembered, said, settle, watchPage } from './story.ts';

const fixture = givenFixture();
const newPage = givenBrowser();
const told = () => fixture.service.asked.filter(({ path }) => path.endsWith('/tallies'));
const arm = { campaign: 'small-favor', variant: expect.any(String) };

beforeEach(() => {
  fixture.service.asked.length = 0;
});

/** A reader's own browser, which no program drives. */
async function reader(before?: (page: Page) => Promise<unknown>): Promise<Page> {
  const page = await newPage(desktop);
  await page.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false }),
  );
  await before?.(page);
  return page;
}

describe('counts', { timeout: 90_000 }, () => {
  test('are told together, when the reader pauses or leaves, without any id', async () => {
    const page = await reader();
    await page.goto(fixture.page({ paragraphs: 60 }));
    await settle(page);
    expect(told()).toEqual([]);
    const appeal = await openAppeal(page, fixture.page());
    await appeal.getByRole('button', { name: 'Remind me later' }).click();
    await appeal.locator('.go').click();
    await page.waitForURL('**/pay?monthly');
    await expect
      .poll(() => told().flatMap(({ body }) => JSON.parse(body.tallies!)), { timeout: 15_000 })
      .toEqual([
        { ...arm, event: 'shown' },
        { ...arm, event: 'snoozed', days: 30 },
        { ...arm, event: 'continue' },
      ]);
    expect(told().length).toBeLessThan(3);
    expect(told().every(({ body }) => Object.keys(body).join() === 'tallies')).toBe(true);
  });

  test('of snoozes say their length, and once that their reader came back after it', async () => {
    const page = await reader();
    const counts = () =>
      told()
        .flatMap(({ body }) => JSON.parse(body.tallies!))
        .map(({ campaign: _, variant: __, ...rest }) => rest);
    const leave = () => page.goto(fixture.page({ path: 'away', paragraphs: 60 }));
    const appeal = await openAppeal(page, fixture.page());
    await appeal.getByRole('button', { name: 'Remind me later' }).click();
    await appeal.getByRole('button', { name: '1 week' }).click();
    await leave();
    const changed = [
      { event: 'shown' },
      { event: 'snoozed', days: 30 },
      { event: 'undone', days: 30, ago: 0 },
      { event: 'snoozed', days: 7 },
    ];
    await expect.poll(counts, { timeout: 15_000 }).toEqual(changed);
    // Ten days pass.
    await page.evaluate(() => {
      const memory = JSON.parse(localStorage['smallfavor:moscow-times']);
      memory.snooze.at -= 864e6;
      memory.snooze.until -= 864e6;
      memory.quiet -= 864e6;
      localStorage['smallfavor:moscow-times'] = JSON.stringify(memory);
    });
    for (const _ of [1, 2]) {
      await openAppeal(page, fixture.page());
      await leave();
    }
    const back = [{ event: 'returned', days: 7, ago: 10 }, { event: 'shown' }, { event: 'shown' }];
    await expect.poll(counts, { timeout: 15_000 }).toEqual([...changed, ...back]);
  });

  test('of gifts leave out who only signs in: that browser is known from then on, and the article as it was', async () => {
    fixture.service.outcomes = ['open', 'complete'];
    const page = await reader(watchPage);
    await page.goto(`${fixture.page()}#smallfavor=sin_1`);
    const memory = () => remembered(page);
    await expect.poll(memory, { timeout: 15_000 }).toMatchObject({ gave: true });
    const { key, quiet, reader: id } = (await memory())!;
    expect(key).toBe('sup_key');
    expect(quiet).toBeGreaterThan(Date.now() + 29 * 864e5);
    const asked = fixture.service.asked.filter(({ path }) => path.endsWith('/checkouts/sin_1'));
    expect(asked.map(({ method }) => method)).toEqual(['GET', 'GET']);
    expect(id).toMatch(/^r\d+$/);
    expect(page.url()).not.toContain('#');
    await page.goto(fixture.page({ path: 'away', paragraphs: 60 }));
    await settle(page);
    expect(told()).toEqual([]);
    expect(await said(page)).toEqual([]);
    expect(await host(page).count()).toBe(0);
    fixture.service.outcomes = ['complete'];
  });

  const tcf = (isAllowed: boolean) => (page: Page) =>
    page.addInitScript((isAllowed) => {
      type Answer = (data: object) => void;
      Object.assign(window, {
        __tcfapi: (_: string, __: number, answer: Answer) =>
          answer({ purpose: { consents: { 1: isAllowed } } }),
      });
    }, isAllowed);
  const gpc = (page: Page) =>
    page.addInitScript(() =>
      Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }),
    );

  test.each([
    ['are not told where the tag says no', 'data-consent="no"', undefined, 0],
    ['are not told without the consent of TCF', 'data-consent="tcf"', tcf(false), 0],
    ['are not told where TCF is awaited and absent', 'data-consent="tcf"', undefined, 0],
    ['are told with the consent of TCF', 'data-consent="tcf"', tcf(true), 1],
    ['are not told under Global Privacy Control', '', gpc, 0],
  ])('%s', async (_what, tag, before, times) => {
    const page = await reader(before);
    await openAppeal(page, fixture.page({ tag }));
    // Leaving tells what waits, so that a count that may be told has been by the time that another page asks.
    await page.goto(fixture.page({ path: 'away', tag: 'data-consent="no"' }));
    const appeal = await openAppeal(
      page,
      fixture.page({ path: 'other', tag: 'data-consent="no"' }),
    );
    await appeal.getByRole('button', { name: 'Remind me later' }).click();
    const isSnoozed = () => fixture.service.asked.some(({ path }) => path.endsWith('/snooze'));
    await expect.poll(isSnoozed, { timeout: 15_000 }).toBe(true);
    expect(told()).toHaveLength(times);
  });
});
