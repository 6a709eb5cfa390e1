import { describe, expect, test } from 'vitest';
import { givenBrowser } from '../harness/browser.ts';
import { givenFixture } from './fixture.ts';
import {
  desktop,
  goBack,
  host,
  openAppeal,
  readOn,
  remembered,
  said,
  settle,
  watchPage,
} from './story.ts';

const fixture = givenFixture();
const newPage = givenBrowser();

async function begin(about = {}) {
  const page = await newPage(desktop);
  await watchPage(page);
  const asked = fixture.service.asked;
  asked.length = 0;
  fixture.service.outcomes = ['open'];
  const appeal = await openAppeal(page, fixture.page(about));
  const checkouts = () => asked.filter(({ method }) => method === 'POST');
  return { page, appeal, checkouts };
}

describe('leaving from an article', () => {
  const cancel = (page: Awaited<ReturnType<typeof newPage>>) =>
    page.evaluate(() =>
      (window as unknown as { smallfavor: string[][] }).smallfavor.push(['cancel']),
    );

  test('takes one press to where another cancels, for who gave in this browser; others find their charge', async () => {
    const page = await newPage(desktop);
    await page.goto(fixture.page({ paragraphs: 60 }));
    await settle(page);
    await cancel(page);
    await page.waitForURL('**/moscow-times/charge');
    await page.goto(fixture.page({ paragraphs: 60 }));
    await page.evaluate(() => {
      localStorage['smallfavor:moscow-times'] = JSON.stringify({ key: 'sup_key' });
    });
    await cancel(page);
    await page.waitForURL(`${fixture.service.url}/pay?cancel`);
  });
});

// Each test answers as an ordinary service would, unless it says otherwise.
describe('giving', () => {
  test('takes the choice to the payment page, in one form-encoded request', async () => {
    const { page, appeal, checkouts } = await begin();
    await appeal.getByText('$2', { exact: true }).click();
    const button = appeal.getByRole('button', { name: 'Continue with $2 per month' });
    await button.click();
    await page.waitForURL('**/pay?monthly');
    expect(checkouts()).toEqual([
      {
        method: 'POST',
        path: '/moscow-times/checkouts',
        body: {
          reader: expect.stringMatching(/^r\d{20,}$/),
          frequency: 'monthly',
          amount: '200',
          currency: 'usd',
          returnUrl: fixture.page(),
          locale: 'en',
          campaign: 'small-favor',
          variant: 'plain',
          idempotencyKey: expect.stringMatching(/^k\d{20,}$/),
        },
      },
    ]);
  });

  test('a double click, and going back and pressing again, ask under one key', async () => {
    const { page, appeal, checkouts } = await begin();
    fixture.service.delayMs = 200;
    await appeal.locator('.go').dblclick();
    await page.waitForURL('**/pay?monthly');
    fixture.service.delayMs = 0;
    expect(checkouts()).toHaveLength(1);
    await goBack(page);
    await host(page).getByText('Nothing was charged').waitFor();
    await host(page).locator('.go').click();
    await page.waitForURL('**/pay?monthly');
    const keys = checkouts().map(({ body }) => body.idempotencyKey);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  test('the browser’s own way back thanks a reader who has paid', async () => {
    const { page, appeal } = await begin();
    fixture.service.outcomes = ['complete'];
    await appeal.locator('.go').click();
    await page.waitForURL('**/pay?monthly');
    await goBack(page);
    await host(page).getByText('Readers like you are the reason').waitFor();
    expect(await remembered(page)).toMatchObject({ gave: true });
  });

  test('another choice, or another try after leaving, has another key', async () => {
    const { page, appeal, checkouts } = await begin();
    await appeal.locator('.go').click();
    await page.waitForURL('**/pay?monthly');
    await page.goto(`${fixture.page()}#smallfavor=back`);
    await host(page).getByText('Nothing was charged').waitFor();
    await host(page).locator('.go').click();
    await page.waitForURL('**/pay?monthly');
    await page.goto(`${fixture.page()}#smallfavor=back`);
    await host(page).getByText('Once', { exact: true }).click();
    await host(page).locator('.go').click();
    await page.waitForURL('**/pay?once');
    const keys = checkouts().map(({ body }) => body.idempotencyKey);
    expect(new Set(keys).size).toBe(3);
  });

  test('leaving the payment page leads back to the choice as it was', async () => {
    const { page, appeal } = await begin();
    await appeal.getByText('Annual').click();
    await appeal.getByText('Other amount', { exact: true }).first().click();
    await appeal.locator('#f').fill('75.50');
    await appeal.getByRole('button', { name: 'Continue with $75.50 per year' }).click();
    await page.waitForURL('**/pay?annual');
    await page.goto(`${fixture.page()}#smallfavor=back`);
    await host(page).getByText('Nothing was charged').waitFor();
    expect(new URL(page.url()).hash).toBe('');
    await expect.poll(() => host(page).locator('#f').inputValue()).toBe('75.50');
    const button = host(page).getByRole('button', { name: 'Continue with $75.50 per year' });
    expect(await button.isVisible()).toBe(true);
    const focused = await page.evaluate(
      () => document.activeElement?.shadowRoot?.activeElement?.tagName,
    );
    expect(focused).toBe('H2');
  });

  test('thanks in place of the appeal, and leaves the reader in peace elsewhere', async () => {
    const { page, appeal } = await begin();
    fixture.service.outcomes = ['complete'];
    await appeal.locator('.go').click();
    await page.waitForURL('**/pay?monthly');
    await page.goto(`${fixture.page()}#smallfavor=chk_1`);
    await host(page).getByText('Readers like you are the reason').waitFor();
    expect(await host(page).getByRole('heading').innerText()).toBe('Thank you');
    expect(await host(page).getByRole('button').count()).toBe(0);
    expect(new URL(page.url()).hash).toBe('');
    expect(await remembered(page)).toMatchObject({
      key: 'sup_key',
      gave: true,
    });
    expect((await said(page)).map(({ type }) => type)).toEqual(['given']);
    await page.goto(fixture.page({ path: 'other' }));
    await readOn(page);
    expect(await host(page).count()).toBe(0);
  });

  test('waits with the reader while the news is late', async () => {
    const { page } = await begin();
    fixture.service.outcomes = ['open', 'open', 'complete'];
    await page.goto(`${fixture.page()}#smallfavor=chk_1`);
    await page.reload();
    await host(page).getByText('Your gift is being confirmed').waitFor();
    await host(page).getByText('Readers like you').waitFor({ state: 'visible', timeout: 9000 });
    expect(await remembered(page)).toMatchObject({ gave: true });
  });

  test('asks again where the checkout was over without a gift', async () => {
    const { page, appeal } = await begin();
    await appeal.locator('.go').click();
    await page.waitForURL('**/pay?monthly');
    fixture.service.outcomes = ['expired'];
    await page.goto(`${fixture.page()}#smallfavor=chk_1`);
    await host(page).getByText('Nothing was charged').waitFor();
    expect((await remembered(page)).gave).toBeUndefined();
  });

  test('says what amounts are taken, and leads the reader to the field', async () => {
    const { page, appeal, checkouts } = await begin();
    await appeal.getByText('Other amount', { exact: true }).first().click();
    const field = appeal.locator('#f');
    for (const typed of ['', '1.99', 'much', '1,000.01']) {
      await field.fill(typed);
      await appeal.locator('.go').click();
      expect(await appeal.locator('#e').innerText()).toBe('Enter an amount from $2 to $1,000');
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      const focused = await page.evaluate(
        () => document.activeElement?.shadowRoot?.activeElement?.id,
      );
      expect(focused).toBe('f');
    }
    await field.fill('2');
    expect(await field.getAttribute('aria-invalid')).toBeNull();
    expect(checkouts()).toEqual([]);
  });

  test('keeps the form where the service fails, and says so', async () => {
    const { appeal, page } = await begin();
    fixture.service.broken = /checkouts/;
    await appeal.locator('.go').click();
    await appeal.getByText('That did not work. Nothing was charged.').waitFor();
    fixture.service.broken = undefined;
    await appeal.locator('.go').click();
    await page.waitForURL('**/pay?monthly');
  });

  test('goes to our page where the request is forbidden', async () => {
    const { page, appeal } = await begin();
    await page.route('**/checkouts', (route) => route.abort());
    await appeal.getByText('$10', { exact: true }).click();
    await appeal.locator('.go').click();
    await page.waitForURL('**/moscow-times?*');
    expect(await page.getByRole('radio', { name: '$10' }).isChecked()).toBe(true);
    expect(await page.locator('[name=return]').inputValue()).toBe(fixture.page());
  });

  test('tells the publisher’s own page what happened, and nothing personal', async () => {
    const { page, appeal } = await begin();
    await settle(page);
    await appeal.getByRole('button', { name: 'Remind me later' }).click();
    const detail = { campaign: 'small-favor', variant: 'plain' };
    expect(await said(page)).toEqual([
      { type: 'shown', detail },
      { type: 'snoozed', detail },
    ]);
  });
});
