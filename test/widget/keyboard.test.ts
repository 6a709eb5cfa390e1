import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { givenBrowser } from '../harness/browser.ts';
import { givenFixture } from './fixture.ts';
import { desktop, host, openAppeal, readOn } from './story.ts';

const fixture = givenFixture();
const newPage = givenBrowser();

/** What has the focus: the text that names it, else its id or value. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const outer = document.activeElement;
    const inner = outer?.shadowRoot?.activeElement ?? outer;
    if (inner === document.body) return 'the page';
    const label = inner?.closest('label')?.textContent;
    return label || inner?.textContent?.trim() || inner?.id || inner?.nodeName;
  });

/** Presses keys one after the other. @returns what had the focus after each */
async function press(page: Page, ...keys: string[]): Promise<unknown[]> {
  const stops = [];
  for (const key of keys) {
    await page.keyboard.press(key);
    stops.push(await focused(page));
  }
  return stops;
}

/** Whether what came of the press lies below the window. */
const below = (page: Page) =>
  host(page)
    .locator('.quiet')
    .evaluate((one) => one.getBoundingClientRect().bottom > innerHeight);

async function begin(about = {}): Promise<Page> {
  fixture.service.outcomes = ['open'];
  fixture.service.asked.length = 0;
  const page = await newPage(desktop);
  await openAppeal(page, fixture.page(about));
  return page;
}

const checkouts = () =>
  fixture.service.asked.filter(({ method, path }) => method === 'POST' && /checkouts/.test(path));

describe('with the keyboard alone, a reader', { timeout: 60_000 }, () => {
  test('goes in, through and out both ways, in the order of reading', async () => {
    const page = await begin();
    const order = ['Monthly', '$5', 'Continue with $5 per month', 'Privacy', 'Remind me later'];
    expect(await press(page, ...Array(6).fill('Tab'))).toEqual([...order, 'Another story']);
    const back = await press(page, ...Array(5).fill('Shift+Tab'));
    expect(back).toEqual([...order].reverse());
    expect(await press(page, 'Shift+Tab')).toEqual(['the page']);
  });

  test('chooses with the arrows and gives with Enter', async () => {
    const page = await begin();
    expect(await press(page, 'Tab', 'ArrowRight', 'Tab', 'ArrowRight', 'Tab')).toEqual([
      'Monthly',
      'Annual',
      '$60',
      '$120',
      'Continue with $120 per year',
    ]);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/pay?annual');
    expect(checkouts()[0]!.body).toMatchObject({ frequency: 'annual', amount: '12000' });
  });

  test('passes through “Other amount” without being moved, and types one', async () => {
    const page = await begin();
    expect(await press(page, 'Tab', 'Tab', 'ArrowRight', 'ArrowRight', 'ArrowRight')).toEqual([
      'Monthly',
      '$5',
      '$10',
      'Other amount',
      '$2',
    ]);
    expect(await press(page, 'ArrowLeft', 'Tab')).toEqual(['Other amount', 'f']);
    await page.keyboard.press('Enter');
    const field = host(page).getByRole('textbox', { name: 'Other amount' });
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
    expect(await focused(page)).toBe('f');
    await page.keyboard.type('37.5');
    expect(await press(page, 'Tab')).toEqual(['Continue with $37.50 per month']);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/pay?monthly');
    expect(checkouts()[0]!.body.amount).toBe('3750');
  });

  test('is left in peace, chooses for how long, and takes it back', async () => {
    const page = await begin();
    const later = host(page).getByRole('button', { name: 'Remind me later' });
    await later.focus();
    // At the foot of the window: what comes of the press is not left below it.
    await later.evaluate((one) => one.scrollIntoView({ block: 'end' }));
    const tabs = Array.from({ length: 7 }, () => 'Tab');
    expect(await press(page, 'Enter')).toEqual(['Remind me later']);
    await expect.poll(() => below(page), { timeout: 15_000 }).toBe(false);
    expect(await press(page, ...tabs)).toEqual([
      '1 week',
      '1 month',
      '3 months',
      'Another day',
      'Undo',
      'Remind me by e-mail',
      'Another story',
    ]);
    const back = Array.from({ length: 4 }, () => 'Shift+Tab');
    const line = (await press(page, ...back, 'Space')).at(-1);
    expect(line).toMatch(/^We will not ask again until/);
    expect(await press(page, 'Tab', 'Enter')).toEqual(['Undo', 'Remind me later']);
  });

  test('sees where the focus is, whatever has it', async () => {
    const page = await begin();
    for (let i = 0; i < 5; i += 1) {
      await page.keyboard.press('Tab');
      const ring = await page.evaluate(() => {
        const inner = document.activeElement!.shadowRoot!.activeElement!;
        const ringed = inner.matches('[type=radio]') ? inner.nextElementSibling! : inner;
        const { outlineStyle, outlineWidth } = getComputedStyle(
          ringed,
          ringed === inner ? undefined : '::after',
        );
        return `${outlineStyle} ${outlineWidth}`;
      });
      expect(ring).toBe('solid 3px');
    }
  });
});

describe('the focus', { timeout: 60_000 }, () => {
  test('is not taken from a reader who writes elsewhere as the appeal comes', async () => {
    const page = await newPage(desktop);
    const note = '<label>Note <input id="note" style="position:fixed;top:0"></label>';
    await page.goto(fixture.page({ after: `${note}${'<p>More</p>'.repeat(40)}` }));
    await page.locator('#note').focus();
    await readOn(page);
    await host(page).waitFor();
    await host(page).scrollIntoViewIfNeeded();
    await page.waitForTimeout(800);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('note');
  });

  test('stays on Continue while the payment page is opened, and where that failed', async () => {
    const page = await begin();
    fixture.service.broken = /checkouts/;
    await host(page).locator('.go').focus();
    await page.keyboard.press('Enter');
    await host(page).getByText('That did not work.').waitFor();
    fixture.service.broken = undefined;
    expect(await focused(page)).toBe('Continue with $5 per month');
  });
});
