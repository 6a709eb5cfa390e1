// Makes the pictures of docs/publishers.md: every state of the appeal on one sheet per setting. Run it after `npm run build`:
//   npm run pictures:widget                starts a sandbox of its own
//   npm run pictures:widget -- <address>   looks at a service that runs as a sandbox
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from './openBrowser.mjs';
import { startSandbox } from './startSandbox.mjs';

const folder = join(import.meta.dirname, '../../docs/appeal');
const sheets = [
  {
    name: 'light',
    publisher: 'moscow-times',
    theme: 'light',
    width: 390,
    columns: 4,
  },
  { name: 'dark', publisher: 'moscow-times', theme: 'dark', width: 390, columns: 4 },
  { name: 'arabic', publisher: 'al-manara', theme: 'dark', width: 390, columns: 4 },
  {
    name: 'narrow',
    publisher: 'moscow-times',
    theme: 'light',
    width: 320,
    columns: 5,
  },
];
const given = process.argv[2];

/** Takes a picture once two in a row are the same: nothing moves any more. */
async function whenStill(page, take) {
  let last = '';
  for (let i = 0; i < 40; i++) {
    const now = (await take()).toString('base64');
    if (now === last) return now;
    last = now;
    await page.waitForTimeout(300);
  }
  throw new Error(`${page.url()} does not stand still`);
}

async function pictureOf(browser, url, { theme, width }) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: theme });
  try {
    await page.goto(url);
    const box = page.locator('[data-nosnippet]');
    await box.waitFor();
    // The appeal answers once this is there; who comes back from the payment page finds no button.
    if (!url.includes('#')) await box.locator('[aria-controls=p]').waitFor({ state: 'attached' });
    await page.waitForTimeout(600);
    return await whenStill(page, async () => {
      const { y, bottom } = await box.evaluate((host, isWhole) => {
        const { top, bottom } = host.getBoundingClientRect();
        // The words above the form are the same in every state: one picture has them.
        const form = isWhole ? undefined : host.shadowRoot.querySelector('fieldset');
        const from = form?.checkVisibility() ? form.getBoundingClientRect().top : top;
        return { y: from + scrollY - 16, bottom: bottom + scrollY + 16 };
      }, url.includes('state=asking'));
      const clip = { x: 0, y, width, height: bottom - y };
      return page.screenshot({ fullPage: true, clip, animations: 'disabled', caret: 'hide' });
    });
  } finally {
    await page.context().close();
  }
}

/** The states as the preview names them, and what it shows unless told. */
async function statesOf(browser, service, publisher) {
  const page = await browser.newPage();
  await page.goto(`${service}/preview/${publisher}`);
  const states = await page
    .locator('#state option')
    .evaluateAll((options) => options.map(({ value, text }) => [value, text]));
  const arm = await page.locator('#arm').inputValue();
  const locale = await page.locator('#locale').inputValue();
  await page.context().close();
  return { arm, locale, states: states.filter(([value]) => value !== 'all') };
}

async function drawSheet(browser, service, sheet) {
  const { name, publisher, theme, width, columns } = sheet;
  const { arm, locale, states } = await statesOf(browser, service, publisher);
  const figures = [];
  for (const [state, label] of states) {
    const query = new URLSearchParams({ arm, state, locale, theme, width });
    const back = /^(thanks|confirming)$/.test(state) ? '#smallfavor=preview' : '';
    const url = `${service}/preview/${publisher}/frame?${query}${back}`;
    const picture = await pictureOf(browser, url, sheet);
    figures.push(
      `<figure><figcaption>${label}</figcaption><img src="data:image/png;base64,${picture}"></figure>`,
    );
  }
  const [paper, ink] = theme === 'dark' ? ['#000', '#eee'] : ['#e9e6e0', '#222'];
  const page = await browser.newPage({
    viewport: { width: columns * (width + 20) + 20, height: 600 },
    // Large enough to read, and a third of the bytes less.
    deviceScaleFactor: 0.65,
  });
  await page.setContent(`<!doctype html><style>
body{margin:20px;background:${paper};color:${ink};font:600 16px system-ui,sans-serif;columns:${columns};column-gap:20px}
figure{margin:0 0 20px;break-inside:avoid}figcaption{margin-bottom:6px}img{display:block;width:${width}px}
</style>${figures.join('')}`);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  await page.context().close();
}

const service = given
  ? { link: given, stop: async () => {} }
  : await startSandbox(/http:\/\/localhost:3987/);
const browser = await openBrowser();
try {
  mkdirSync(folder, { recursive: true });
  for (const sheet of sheets) await drawSheet(browser, new URL(service.link).origin, sheet);
} finally {
  await browser.close();
  await service.stop();
}
