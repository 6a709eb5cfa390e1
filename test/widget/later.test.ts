import { describe, expect, test } from 'vitest';
import { givenBrowser } from '../harness/browser.ts';
import { givenFixture } from './fixture.ts';
import { desktop, host, openAppeal, readOn, remembered, watchPage } from './story.ts';

const fixture = givenFixture();
const newPage = givenBrowser();
const day = 86_400_000;

async function begin(about = {}) {
  const page = await newPage(desktop);
  const { asked } = fixture.service;
  asked.length = 0;
  fixture.service.reader = { snoozedUntil: null, supporter: false };
  fixture.service.broken = undefined;
  const seen = await watchPage(page);
  const told = () => asked.filter(({ path }) => path.endsWith('/snooze'));
  return { page, seen, told, url: fixture.page(about) };
}

/** The date in so many days, as the appeal writes it. */
const dateIn = (days: number) =>
  new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(Date.now() + days * day);

const focused = () => document.activeElement?.shadowRoot?.activeElement?.textContent;

describe('“Remind me later”', { timeout: 60_000 }, () => {
  test('leaves the reader in peace at once, for a month', async () => {
    const { page, told, url } = await begin();
    const appeal = await openAppeal(page, url);
    const later = appeal.getByRole('button', { name: 'Remind me later' });
    expect(await later.getAttribute('aria-expanded')).toBe('false');
    await later.click();
    expect(await later.getAttribute('aria-expanded')).toBe('true');
    await appeal.getByText(`We will not ask again until ${dateIn(30)}.`).waitFor();
    expect(await page.evaluate(focused)).toBe('Remind me later');
    await expect.poll(told).toHaveLength(1);
    expect(told()[0]).toMatchObject({
      method: 'PUT',
      body: { days: '30', campaign: 'small-favor' },
    });
    const { reader, quiet, owed } = await remembered(page);
    expect(told()[0]!.path).toBe(`/moscow-times/readers/${reader}/snooze`);
    expect(quiet).toBeGreaterThan(Date.now() + 29.9 * day);
    expect(owed).toBeUndefined();
  });

  test('takes another span, and folds into the line that says until when', async () => {
    const { page, told, url } = await begin();
    const appeal = await openAppeal(page, url);
    await appeal.getByRole('button', { name: 'Remind me later' }).click();
    await appeal.getByRole('button', { name: '3 months' }).click();
    const line = `We will not ask again until ${dateIn(90)}.`;
    expect(await page.evaluate(focused)).toBe(line);
    expect(await appeal.getByRole('heading').count()).toBe(0);
    expect(await appeal.getByRole('button').allInnerTexts()).toEqual([
      'Undo',
      'Change',
      'Remind me by e-mail',
    ]);
    expect((await appeal.boundingBox())!.height).toBeLessThan(200);
    await expect.poll(() => told().map(({ body }) => body.days)).toEqual(['30', '90']);
    await page.goto(fixture.page({ path: 'other' }));
    await readOn(page);
    expect(await host(page).count()).toBe(0);
  });

  test('can be undone, as if it had not been said', async () => {
    const { page, told, url } = await begin();
    const appeal = await openAppeal(page, url);
    await appeal.getByRole('button', { name: 'Remind me later' }).click();
    await appeal.getByRole('button', { name: '1 week' }).click();
    await appeal.getByRole('button', { name: 'Undo' }).click();
    expect(await page.evaluate(focused)).toBe('Remind me later');
    await expect.poll(() => told().at(-1)?.method).toBe('DELETE');
    await expect.poll(async () => (await remembered(page)).owed).toBeUndefined();
    const { quiet, snooze } = await remembered(page);
    expect({ quiet, snooze }).toEqual({ quiet: undefined, snooze: undefined });
    await page.goto(fixture.page({ path: 'other' }));
    await readOn(page);
    expect(await host(page).count()).toBe(1);
  });

  test('holds where the service does not hear it, and is told on a later page', async () => {
    const { page, told, url } = await begin();
    fixture.service.broken = /snooze/;
    const appeal = await openAppeal(page, url);
    await appeal.getByRole('button', { name: 'Remind me later' }).click();
    await expect.poll(told).toHaveLength(1);
    expect(await remembered(page)).toMatchObject({ owed: 30 });
    fixture.service.broken = undefined;
    await page.goto(fixture.page({ path: 'other' }));
    await expect.poll(told).toHaveLength(2);
    await expect.poll(async () => (await remembered(page)).owed).toBeUndefined();
    await readOn(page);
    expect(await host(page).count()).toBe(0);
  });

  test('said in a hurry ends as the reader’s last word, on the service too', async () => {
    const { page, told, url } = await begin();
    const appeal = await openAppeal(page, url);
    fixture.service.delayMs = 300;
    await appeal.getByRole('button', { name: 'Remind me later' }).click();
    await appeal.getByRole('button', { name: '3 months' }).click();
    await appeal.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => told().map(({ method }) => method)).toEqual(['PUT', 'DELETE']);
    await expect.poll(async () => (await remembered(page)).owed).toBeUndefined();
    fixture.service.delayMs = 0;
    expect(told().map(({ method }) => method)).toEqual(['PUT', 'DELETE']);
  });
});

describe('a reader whom the publisher knows', { timeout: 60_000 }, () => {
  const known = { tag: 'data-reader="member-00001"' };

  test('is left in peace on a new device until the day they were told', async () => {
    const { page, url } = await begin(known);
    fixture.service.reader = {
      snoozedUntil: new Date(Date.now() + day).toISOString(),
      supporter: false,
    };
    await page.goto(url);
    await readOn(page);
    expect(fixture.service.asked.map(({ path }) => path)).toEqual([
      '/moscow-times/readers/member-00001',
    ]);
    expect(await host(page).count()).toBe(0);
    expect(await remembered(page)).toBeNull();
  });

  test.each([
    ['supports already', { snoozedUntil: null, supporter: true }],
    ['may support already', { snoozedUntil: null, supporter: null }],
  ])('is not asked who %s', async (_who, reader) => {
    const { page, url } = await begin(known);
    fixture.service.reader = reader;
    await page.goto(url);
    await readOn(page);
    expect(await host(page).count()).toBe(0);
  });

  test('is not asked where the service cannot say', async () => {
    const { page, url, seen } = await begin(known);
    fixture.service.broken = /readers/;
    await page.goto(url);
    await readOn(page);
    expect(await host(page).count()).toBe(0);
    expect(seen.errors).toEqual([]);
  });

  test('is asked otherwise, and snoozes under the publisher’s id', async () => {
    const { page, told, url } = await begin(known);
    const appeal = await openAppeal(page, url);
    await appeal.getByRole('button', { name: 'Remind me later' }).click();
    await expect.poll(told).toHaveLength(1);
    expect(told()[0]!.path).toBe('/moscow-times/readers/member-00001/snooze');
    expect((await remembered(page)).reader).toBeUndefined();
  });
});
