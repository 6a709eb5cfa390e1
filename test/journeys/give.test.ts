import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { givenBrowser } from '../harness/browser.ts';
import { appealOn, payWith, read, readToEnd } from '../harness/readArticle.ts';
import { type Service, type Standing, startService } from '../harness/service.ts';

describe.each<Standing>(['embedded', 'servers'])('giving, on %s', (standing) => {
  let service: Service;
  const newPage = givenBrowser();
  beforeAll(async () => {
    service = await startService(standing);
  });
  afterAll(() => service?.stop());

  const slugs = async () => {
    const html = await (await fetch(`${service.url}/demo/moscow-times/`)).text();
    return [
      ...new Set(
        [...html.matchAll(/\/demo\/moscow-times\/([a-z0-9-]+)/g)].map((match) => match[1]!),
      ),
    ];
  };

  test('a reader reads to the end, gives $2 a month, comes back thanked, and is asked nowhere again', async () => {
    const page = await newPage();
    const [first, second] = await slugs();
    await read(page, service.url, 'moscow-times', first!);
    const appeal = appealOn(page);
    await expect
      .poll(() => appeal.getByRole('heading').innerText())
      .toContain('we have a small favor to ask');
    expect(await appeal.getByRole('radio', { name: 'Monthly' }).isChecked()).toBe(true);
    await appeal.getByText('$2', { exact: true }).click();
    await appeal.getByRole('button', { name: 'Continue with $2 per month' }).click();

    await page.waitForURL(/\/c\/pay\//);
    await payWith(page, '4000000000000002');
    await expect
      .poll(() =>
        page
          .getByText(/declined/i)
          .first()
          .isVisible(),
      )
      .toBe(true);
    expect(await page.getByLabel('Email').inputValue()).toBe('reader@example.org');
    await payWith(page, '4242424242424242');

    await page.waitForURL((url) => url.pathname.endsWith(first!));
    await appeal
      .getByText(/thank you/i)
      .first()
      .waitFor({ timeout: 20_000 });
    await expect.poll(() => page.url()).not.toContain('#');

    await read(page, service.url, 'moscow-times', second!);
    await page.waitForTimeout(500);
    expect(await page.getByText('small favor to ask').count()).toBe(0);
  });

  test('finance sees each event and what became of it, and $2 as gross, fee and net', async () => {
    type Events = { data: { type: string; status: string; error: string | null }[] };
    type Transfers = {
      data: { source: string; entries: { account: string; currency: string; amount: number }[] }[];
    };
    const events = () => service.finance<Events>('events?limit=200');
    await expect
      .poll(
        async () => (await events()).data.filter(({ status }) => status === 'received').length,
        { timeout: 20_000 },
      )
      .toBe(0);
    const { data } = await events();
    expect(data.find(({ type }) => type === 'invoice.paid')).toMatchObject({
      status: 'done',
      error: null,
    });
    expect(data.find(({ type }) => type === 'checkout.session.completed')).toMatchObject({
      status: 'done',
    });
    expect(data.filter(({ status }) => !['done', 'ignored'].includes(status))).toEqual([]);

    const transfers = (await service.finance<Transfers>('transfers')).data;
    expect(transfers).toHaveLength(1);
    const entries = Object.fromEntries(
      transfers[0]!.entries.map(({ account, amount }) => [account, amount]),
    );
    expect(entries['gifts:monthly']).toBe(-200);
    expect(entries.fees).toBeGreaterThan(0);
    expect(entries.stripe_balance).toBe(200 - entries.fees!);

    const balances = (
      await service.finance<{ data: { currency: string; amount: number }[] }>('balances')
    ).data;
    expect(balances.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
  });

  test('a reader who leaves the payment page finds the article, and the choice they made', async () => {
    const page = await newPage();
    const [first] = await slugs();
    await read(page, service.url, 'moscow-times', first!);
    const appeal = appealOn(page);
    await appeal.getByText('Annual', { exact: true }).click();
    await appeal.getByText('Other amount', { exact: true }).first().click();
    await appeal.getByRole('textbox').fill('37');
    await appeal.getByRole('button', { name: /^Continue with \$37/ }).click();
    await page.waitForURL(/\/c\/pay\//);
    await page.getByRole('link', { name: 'Back' }).click();
    await page.waitForURL((url) => url.pathname.endsWith(first!));
    await readToEnd(page);
    await expect.poll(() => appeal.getByRole('radio', { name: 'Annual' }).isChecked()).toBe(true);
    expect(await appeal.getByRole('textbox').inputValue()).toBe('37');
    // What was typed is on the button as soon as the appeal is there, not only once it was seen.
    expect(await appeal.locator('.go').innerText()).toBe('Continue with $37 per year');
  });

  test('pressing Continue twice makes one checkout', async () => {
    const page = await newPage();
    const [first] = await slugs();
    const before = await service.stores.db.query('select id from pledge');
    await read(page, service.url, 'moscow-times', first!);
    await appealOn(page).getByText('$10', { exact: true }).click();
    await appealOn(page)
      .getByRole('button', { name: /^Continue/ })
      .dblclick({ delay: 5 });
    await page.waitForURL(/\/c\/pay\//);
    const after = await service.stores.db.query('select id from pledge');
    expect(after.rowCount - before.rowCount).toBe(1);
  });

  test('what was given is still known after a restart', async () => {
    const before = await service.finance('balances');
    service = await service.restart();
    expect(await service.finance('balances')).toEqual(before);
  });
});
