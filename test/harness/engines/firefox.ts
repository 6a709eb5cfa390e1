import puppeteer from 'puppeteer-core';
import type { Engine } from './engine.ts';

/** Debian's Firefox ESR over WebDriver BiDi, which needs no other program; Playwright drives a Firefox of its own only. */
export async function startFirefox(): Promise<Engine> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    headless: true,
    timeout: 120_000,
    protocolTimeout: 120_000,
    extraPrefsFirefox: { 'services.settings.server': 'data:,' },
  });
  const page = await browser.newPage();
  await page.setViewport({ width: 1000, height: 700 });
  return {
    open: async (url) => void (await page.goto(url, { timeout: 60_000 })),
    run: <T>(body: string) => page.evaluate(`(() => { ${body} })()`) as Promise<T>,
    press: (key) => page.keyboard.press(key),
    stop: () => browser.close(),
  };
}
