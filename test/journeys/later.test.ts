import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { givenBrowser } from '../harness/browser.ts';
import { appealOn, read } from '../harness/readArticle.ts';
import { type Service, startService } from '../harness/service.ts';

// Each store of snoozes has tests of its own over HTTP: the browser sees no difference.
describe('remind me later', () => {
  let service: Service;
  const newPage = givenBrowser();
  beforeAll(async () => {
    service = await startService('embedded');
  });
  afterAll(() => service?.stop());

  const isAsked = async (page: Page, slug: string) => {
    await read(page, service.url, 'moscow-times', slug);
    await page.waitForTimeout(500);
    return (await page.getByRole('button', { name: /^Continue/ }).count()) > 0;
  };
  const slugs = async () => {
    const html = await (await fetch(`${service.url}/demo/moscow-times/`)).text();
    return [
      ...new Set(
        [...html.matchAll(/\/demo\/moscow-times\/([a-z0-9-]+)/g)].map((match) => match[1]!),
      ),
    ];
  };
  const readerOf = (page: Page) =>
    page.evaluate(
      () =>
        Object.values(localStorage)
          .join(' ')
          .match(/[A-Za-z0-9_-]{16,}/)?.[0] ?? '',
    );
  const snoozedUntil = async (reader: string) => {
    const answer = await fetch(`${service.url}/v1/publishers/moscow-times/readers/${reader}`);
    return ((await answer.json()) as { snoozedUntil: string | null }).snoozedUntil;
  };

  test('a reader chooses three months, is told until when, and is left in peace; a restart changes nothing', async () => {
    const page = await newPage();
    const [first, second, third] = await slugs();
    expect(await isAsked(page, first!)).toBe(true);
    const appeal = appealOn(page);
    await appeal.getByRole('button', { name: 'Remind me later' }).click();
    await appeal
      .getByText(/3 months|three months/i)
      .first()
      .click();
    const asked = new Date(Date.now() + 90 * 86_400_000);
    const year = asked.toLocaleDateString('en', { year: 'numeric', timeZone: 'Europe/Amsterdam' });
    await appeal
      .getByText(new RegExp(`until .*${year}`))
      .first()
      .waitFor();
    expect(await appeal.getByRole('button', { name: 'Undo' }).isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: /^Continue/ }).count()).toBe(0);

    const reader = await readerOf(page);
    await expect
      .poll(async () => Date.parse((await snoozedUntil(reader)) ?? '') - asked.getTime())
      .toBeLessThan(120_000);
    expect(await isAsked(page, second!)).toBe(false);

    const told = await snoozedUntil(reader);
    service = await service.restart();
    expect(await snoozedUntil(reader)).toBe(told);
    expect(await isAsked(page, third!)).toBe(false);
  });

  test('undo brings the appeal back, and the other articles ask again', async () => {
    const page = await newPage();
    const [first, second] = await slugs();
    await isAsked(page, first!);
    await appealOn(page).getByRole('button', { name: 'Remind me later' }).click();
    await expect.poll(() => appealOn(page).getByRole('button', { name: 'Undo' }).count()).toBe(1);
    const reader = await readerOf(page);
    await expect.poll(() => snoozedUntil(reader)).not.toBeNull();
    await appealOn(page).getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => page.getByRole('button', { name: /^Continue/ }).count()).toBe(1);
    await expect.poll(() => snoozedUntil(reader)).toBeNull();
    expect(await isAsked(page, second!)).toBe(true);
  });
});
