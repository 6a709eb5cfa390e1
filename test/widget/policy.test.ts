import { describe, expect, test } from 'vitest';
import { givenBrowser } from '../harness/browser.ts';
import { givenFixture } from './fixture.ts';
import { desktop, host, openAppeal, readOn, violations, watchPage } from './story.ts';

const fixture = givenFixture();
const newPage = givenBrowser();

const rest = "style-src 'nonce-abc'; connect-src SERVICE; base-uri 'none'; form-action 'none'";
const types = "require-trusted-types-for 'script'; trusted-types 'none'";
const policies = {
  'a nonce, strict-dynamic and no Trusted Types': `default-src 'none'; script-src 'nonce-abc' 'strict-dynamic'; ${rest}; ${types}`,
  'a nonce alone': `default-src 'none'; script-src 'nonce-abc'; ${rest}; ${types}`,
  'a list of hosts': `default-src 'none'; script-src SERVICE; style-src 'nonce-abc'; connect-src SERVICE`,
};

describe('under a policy of', () => {
  test.each(Object.entries(policies))(
    '%s, all works and nothing is reported',
    async (_name, csp) => {
      const page = await newPage(desktop);
      const seen = await watchPage(page);
      const appeal = await openAppeal(page, fixture.page({ csp }));
      await appeal.getByText('Other amount', { exact: true }).first().click();
      await appeal.locator('.go').click();
      await appeal.getByText('Enter an amount').waitFor();
      await appeal.getByRole('button', { name: 'Remind me later' }).click();
      await appeal.getByRole('button', { name: '1 week' }).click();
      await appeal.getByRole('button', { name: 'Undo' }).click();
      await appeal.locator('#f').fill('12');
      expect(await violations(page)).toEqual([]);
      expect(seen.errors).toEqual([]);
      await appeal.locator('.go').click();
      await page.waitForURL('**/pay?monthly');
    },
  );

  test('no connection to us, nothing is shown, and the page lives', async () => {
    const page = await newPage(desktop);
    const seen = await watchPage(page);
    const csp =
      "default-src 'none'; script-src 'nonce-abc' 'strict-dynamic'; style-src 'nonce-abc'";
    await page.goto(fixture.page({ csp }));
    await readOn(page);
    expect(await host(page).count()).toBe(0);
    expect(seen.errors).toEqual([]);
  });

  test('our own: the page of its own takes a gift without a script', async () => {
    const page = await newPage({ ...desktop, javaScriptEnabled: false });
    await page.goto(`${fixture.service.url}/moscow-times`);
    expect(await page.getByRole('radio', { name: '$2', exact: true }).isVisible()).toBe(true);
    expect(await page.locator('#amount-once').isVisible()).toBe(false);
    await page.getByText('Once', { exact: true }).click();
    expect(await page.locator('#amount-once').isVisible()).toBe(true);
    await page.getByText('Monthly', { exact: true }).click();
    await page.getByText('$2', { exact: true }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL('**/pay?monthly');
  });

  test('our own: who comes back without paying finds the form, without a script too', async () => {
    const page = await newPage({ ...desktop, javaScriptEnabled: false });
    const thanks = `${fixture.service.url}/moscow-times?thanks&frequency=monthly&amount=1000`;
    await page.goto(`${thanks}#smallfavor=chk_1`);
    expect(await page.getByRole('heading', { name: 'Thank you' }).isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Continue' }).isVisible()).toBe(false);
    await page.goto('about:blank');
    await page.goto(`${thanks}#smallfavor=back`);
    expect(await page.getByRole('heading', { name: 'Thank you' }).isVisible()).toBe(false);
    expect(await page.getByRole('radio', { name: '$10', exact: true }).isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL('**/pay?monthly');
  });

  test('our own: with scripts, the way back to the article carries the news of the gift', async () => {
    const page = await newPage(desktop);
    const back = encodeURIComponent(fixture.page());
    await page.goto(`${fixture.service.url}/moscow-times?thanks&return=${back}#smallfavor=chk_1`);
    await page.getByRole('link', { name: 'Back to The Moscow Times' }).click();
    await host(page).getByText('Readers like you are the reason').waitFor();
  });
});
