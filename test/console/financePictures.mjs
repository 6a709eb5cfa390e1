// Makes the pictures of docs/finance.md from the simulated year. Run it after `npm run build`:
//   npm run pictures:finance                    starts a sandbox of its own with a year behind it (some minutes)
//   npm run pictures:finance -- <console link>  looks at one that runs; the link is on its screen
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'docs/finance');
const given = process.argv[2];

async function ownService() {
  const data = mkdtempSync(join(tmpdir(), 'smallfavor-pictures-'));
  const child = spawn(process.execPath, ['dist/main.js', '--with-history'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: '3987',
      SANDBOX_PORT: '12987',
      DATA_DIR: data,
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const link = await new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
      const [found] = /http\S+\/console\/demo\/\S+/.exec(said) ?? [];
      if (found) resolve(found);
    });
    child.on('exit', () => reject(new Error('the service ended')));
  });
  // News of the year goes on arriving for a while.
  await new Promise((resolve) => setTimeout(resolve, 90_000));
  return {
    link,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

const service = given ? { link: given, stop: async () => {} } : await ownService();
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});
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
