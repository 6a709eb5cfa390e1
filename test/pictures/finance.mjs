// Makes the pictures of docs/finance.md from the simulated year. Run it after `npm run build`:
//   npm run pictures:finance                    starts a sandbox of its own with a year behind it (some minutes)
//   npm run pictures:finance -- <console link>  looks at one that runs; the link is on its screen
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from './openBrowser.mjs';
import { startSandbox } from './startSandbox.mjs';

const folder = join(import.meta.dirname, '../../docs/finance');
const given = process.argv[2];

async function ownService() {
  const service = await startSandbox(/http\S+\/console\/demo\/\S+/, ['--with-history']);
  // News of the year goes on arriving for a while.
  await new Promise((resolve) => setTimeout(resolve, 90_000));
  return service;
}

const service = given ? { link: given, stop: async () => {} } : await ownService();
const browser = await openBrowser();
try {
  const page = await browser.newPage({
    viewport: { width: 1100, height: 760 },
    colorScheme: 'light',
    locale: 'en-US',
    timezoneId: 'UTC',
  });
  mkdirSync(folder, { recursive: true });
  const shoot = (name) => page.screenshot({ path: join(folder, `${name}.png`) });
  const console = new URL('/console', service.link).href;
  const open = (path) => page.goto(`${console}${path}`);
  await page.goto(service.link);
  await page.click('button');
  await page.waitForURL(console);
  await shoot('overview');
  await open('/matters?which=over');
  await shoot('matters');
  await open('/events?type=payment_intent.succeeded');
  await shoot('events');
  await page.click('tbody th a');
  await page.locator('section h2').first().scrollIntoViewIfNeeded();
  await shoot('event');
  await page.locator('form[action$=rehearsals] button').click();
  await shoot('rehearsal');
  await open('/gifts?status=active');
  await shoot('gifts');
  await page.click('tbody th a');
  await page.locator('details.act summary').first().click();
  await shoot('gift');
  const refund = page.locator('details.act').first();
  await refund.locator('[name=amount]').fill('2.00');
  await refund.locator('[name=reason]').fill('gave twice by mistake');
  await refund.locator('button').click();
  await page.waitForURL(/done=/);
  for (const name of ['refunds', 'ledger', 'payouts', 'month', 'audit']) {
    await open(`/${name}`);
    await shoot(name);
  }
  await open('/payouts');
  await page.click('tbody th a');
  await page.locator('h2', { hasText: 'Line by line' }).scrollIntoViewIfNeeded();
  await shoot('payout');
} finally {
  await browser.close();
  await service.stop();
}
