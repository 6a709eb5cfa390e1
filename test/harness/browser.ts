import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

// Debian's Chromium, kept from asking the network for anything of its own.
export const launchChromium = (keepsPages = false) =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    ignoreDefaultArgs: keepsPages ? ['--disable-back-forward-cache'] : [],
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

/**
 * A browser for this file.
 * @param keepsPages whether it keeps pages whole for the way back, as browsers do
 * @returns a function that opens a page in a profile of its own: another device
 */
export function givenBrowser({
  keepsPages = false,
} = {}): (options?: BrowserContextOptions) => Promise<Page> {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(keepsPages);
  });
  afterAll(() => browser?.close());
  return async (options) => (await browser.newContext(options)).newPage();
}
