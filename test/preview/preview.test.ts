import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { previewStates } from '../../src/preview/previewState.ts';
import { givenBrowser } from '../harness/browser.ts';
import { type Service, startService } from '../harness/service.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const open = givenBrowser();
let service: Service;
beforeAll(async () => {
  service = await startService('embedded');
});
afterAll(() => service?.stop());

const address = (query = '') => `${service.url}/preview/moscow-times${query}`;

async function openPreview(query: string, options = {}): Promise<Page> {
  const page = await open(options);
  await page.goto(address(query));
  return page;
}
// What of each state can be seen or is there for a screen reader.
const seen: Readonly<Record<string, (frame: FrameLocator) => Promise<void>>> = {
  asking: (frame) => frame.getByRole('button', { name: '$5' }).waitFor(),
  other: (frame) => frame.locator('#f').waitFor(),
  fault: (frame) => frame.locator('#f[aria-invalid]').waitFor(),
  failing: (frame) => frame.locator('p[role=status]', { hasText: /\w/ }).waitFor(),
  later: (frame) => frame.locator('#p fieldset').waitFor(),
  day: (frame) => frame.locator('#d').waitFor(),
  snoozed: (frame) => frame.locator('section.folded [role=status]', { hasText: /\w/ }).waitFor(),
  mail: (frame) => frame.locator('#m').waitFor(),
  ordered: (frame) => frame.locator('.quiet a[href*=reminders]').waitFor(),
  confirming: (frame) => frame.locator('.cell[role=status]').waitFor(),
  thanks: (frame) => frame.locator('.cell[role=status]').waitFor(),
};

test('every state of the list is shown as readers would see it, and nothing of it reaches the service', async () => {
  expect(Object.keys(seen)).toEqual(Object.keys(previewStates));
  const page = await openPreview('?state=all&theme=dark&width=320');
  const asked: string[] = [];
  page.on('request', (one) => void (one.method() !== 'GET' && asked.push(one.url())));
  for (const [i, state] of Object.keys(seen).entries()) {
    const frame = page.locator('iframe').nth(i);
    expect(await frame.getAttribute('width')).toBe('320');
    // Frames are loaded as they come in sight.
    await frame.scrollIntoViewIfNeeded();
    await seen[state]!(frame.contentFrame());
    await frame.contentFrame().locator('section.dark').waitFor();
  }
  expect(asked).toEqual([]);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  await page.context().close();
});

test('every language of the publisher is offered, right to left too', async () => {
  const text = await (await fetch(`${service.url}/preview/al-manara?locale=all`)).text();
  const [, source] = /src="([^"]*locale=ar[^"]*)"/.exec(text)!;
  const frame = await (await fetch(service.url + source!.replaceAll('&amp;', '&'))).text();
  expect(frame).toMatch(/<html lang="ar[^"]*" dir="rtl">/);
});

test('the page has no fault that axe finds, wide and narrow, light and dark', async () => {
  for (const options of [
    { viewport: { width: 1280, height: 900 }, colorScheme: 'light' as const },
    { viewport: { width: 360, height: 900 }, colorScheme: 'dark' as const },
  ]) {
    const page = await openPreview('', { ...options, bypassCSP: true });
    await page.evaluate(axe);
    const { violations, incomplete } = await page.evaluate(() =>
      (window as never as { axe: typeof import('axe-core') }).axe.run(
        { exclude: 'iframe' },
        { iframes: false },
      ),
    );
    expect([...violations, ...incomplete].map(({ id }) => id)).toEqual([]);
    // A frame wider than the window is moved by itself, and the choices stay in sight.
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    await page.context().close();
  }
}, 120_000);

test('what cannot be shown is refused with every reason', async () => {
  const answer = await fetch(address('?state=upside-down&width=1&theme=red'));
  expect(answer.status).toBe(400);
  const text = await answer.text();
  for (const part of ['state', 'width', 'theme']) expect(text).toContain(`/${part}`);
  expect((await fetch(`${service.url}/preview/nobody`)).status).toBe(404);
});
