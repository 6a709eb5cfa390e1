import { describe, expect, test } from 'vitest';
import { givenBrowser } from '../harness/browser.ts';
import { givenFixture } from './fixture.ts';
import { desktop, host, openAppeal, readOn, remembered, watchPage } from './story.ts';

const fixture = givenFixture();
const newPage = givenBrowser();
const patient = { timeout: 15_000 };
const told = (what: string) => fixture.service.asked.filter(({ path }) => path.endsWith(what));

const dateIn = (days: number) =>
  new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(Date.now() + days * 86_400_000);
const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe('a reader who wants to be reminded', { timeout: 90_000 }, () => {
  test('chooses any day of a year, changes it, and has one e-mail only after saying so', async () => {
    fixture.service.asked.length = 0;
    const page = await newPage({ ...desktop, timezoneId: 'UTC' });
    const { errors } = await watchPage(page);
    const appeal = await openAppeal(page, fixture.page());
    await appeal.getByRole('button', { name: 'Remind me later' }).click();

    await appeal.getByRole('button', { name: 'Another day' }).click();
    const day = appeal.getByLabel('Another day', { exact: true });
    expect([await day.getAttribute('min'), await day.getAttribute('max')]).toEqual([
      dayIn(1),
      dayIn(365),
    ]);
    await day.fill(dayIn(366));
    await appeal.getByRole('button', { name: 'Remind me', exact: true }).click();
    expect(await day.evaluate((one: HTMLInputElement) => one.validity.rangeOverflow)).toBe(true);
    await day.fill(dayIn(100));
    await appeal.getByRole('button', { name: 'Remind me', exact: true }).click();
    await appeal.getByText(`We will not ask again until ${dateIn(100)}.`).waitFor();
    await expect.poll(() => told('/snooze').at(-1)?.body.days, patient).toBe('100');

    await appeal.getByRole('button', { name: 'Change' }).click();
    await appeal.getByRole('button', { name: '1 week' }).click();
    await appeal.getByText(`We will not ask again until ${dateIn(7)}.`).waitFor();

    await appeal.getByRole('button', { name: 'Remind me by e-mail' }).click();
    const send = appeal.getByRole('button', { name: 'Remind me', exact: true });
    const consent = appeal.getByRole('checkbox');
    expect(await consent.isChecked()).toBe(false);
    expect(await appeal.locator('#mf').getByRole('link', { name: 'Privacy' }).count()).toBe(1);
    await appeal.getByLabel('E-mail address').fill('reader@example.org');
    await send.click();
    expect(told('/reminders')).toEqual([]);
    await consent.check();
    fixture.service.broken = /reminders/;
    await send.click();
    await appeal.getByText('That did not work. Check the address').waitFor();
    fixture.service.broken = undefined;
    await send.click();
    await appeal.getByText(`We will send you one e-mail on ${dateIn(7)}.`).waitFor();
    const { until } = (await remembered(page)).snooze;
    expect(told('/reminders').at(-1)!.body).toEqual({
      email: 'reader@example.org',
      on: new Date(until).toISOString(),
      consent: 'true',
      locale: 'en',
      reader: (await remembered(page)).reader,
      article: fixture.page(),
    });
    expect(await appeal.getByRole('link', { name: 'Move or cancel' }).getAttribute('href')).toMatch(
      /\/reminders\/code$/,
    );
    expect(
      JSON.stringify(await page.evaluate(() => ({ ...localStorage, ...sessionStorage }))),
    ).not.toContain('reader@example');
    expect(errors).toEqual([]);
  });

  test('has one letter, whose day is told as it is, a form that is empty again, and none after Undo', async () => {
    fixture.service.asked.length = 0;
    const page = await newPage({ ...desktop, timezoneId: 'UTC' });
    const appeal = await openAppeal(page, fixture.page());
    await appeal.getByRole('button', { name: 'Remind me later' }).click();
    const open = () => appeal.getByRole('button', { name: 'Remind me by e-mail' }).click();
    await open();
    await appeal.getByLabel('E-mail address').fill('reader@example.org');
    await appeal.getByRole('checkbox').check();
    await appeal.getByRole('button', { name: 'Remind me', exact: true }).click();
    const letter = appeal.getByText('We will send you one e-mail');
    await letter.waitFor();
    await appeal.getByRole('button', { name: '1 week' }).click();
    await appeal.getByText(`We will not ask again until ${dateIn(7)}.`).waitFor();
    // The letter comes when it was to come, and there is the link to move it.
    expect(await letter.innerText()).toContain(dateIn(30));
    expect(await appeal.locator('#mf').isVisible()).toBe(false);
    await open();
    expect(await appeal.getByLabel('E-mail address').inputValue()).toBe('');
    expect(await appeal.getByRole('checkbox').isChecked()).toBe(false);
    await appeal.getByRole('button', { name: 'Undo' }).click();
    expect(await letter.count()).toBe(0);
    const undone = () => told('/snooze').at(-1)?.method;
    await expect.poll(undone, patient).toBe('DELETE');
  });

  test('finds the choices open where the letter leads, and is not asked there while left in peace', async () => {
    fixture.service.asked.length = 0;
    const page = await newPage(desktop);
    await page.goto(`${fixture.page({ path: 'letter' })}#smallfavor=later`);
    await host(page).getByRole('button', { name: '3 months' }).waitFor();
    expect(new URL(page.url()).hash).toBe('');
    expect(await host(page).getByRole('button', { name: 'Undo' }).count()).toBe(0);
    expect(told('/snooze')).toEqual([]);
    await host(page).getByRole('button', { name: '3 months' }).click();
    await host(page)
      .getByText(`We will not ask again until ${dateIn(90)}.`)
      .waitFor();
    // A link that was not signed for this reader wakes nobody.
    for (const hash of ['later', 'later.forged']) {
      await page.goto(`${fixture.page({ path: hash })}#smallfavor=${hash}`);
      await expect.poll(() => new URL(page.url()).hash, patient).toBe('');
      await readOn(page);
      expect(await host(page).count()).toBe(0);
    }
    expect(told('/snooze').length).toBeLessThan(2);
    await page.goto(
      `${fixture.page({ path: 'moved' })}#smallfavor=later.${fixture.service.letter}`,
    );
    await host(page).getByRole('button', { name: '3 months' }).waitFor();
    expect(await host(page).getByRole('button', { name: 'Undo' }).count()).toBe(0);
    // Who looks and goes is left in peace as before.
    await page.goto(fixture.page({ path: 'on' }));
    await readOn(page);
    expect(await host(page).count()).toBe(0);
  });

  test('has the appeal taken away where the choices cannot be had', async () => {
    const page = await newPage(desktop);
    const { errors } = await watchPage(page);
    await page.route('**/widget/later-*', (route) => route.abort());
    await page.goto(fixture.page());
    await readOn(page);
    await host(page).scrollIntoViewIfNeeded();
    await host(page).getByRole('button', { name: 'Remind me later' }).click();
    await expect.poll(() => host(page).count(), patient).toBe(0);
    expect(errors).toEqual([]);
  });
});
