import { launchChromium } from '../browser.ts';
import type { Engine } from './engine.ts';

/** Debian's Chromium, as all other tests have it. */
export async function startChromium(): Promise<Engine> {
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  return {
    open: async (url) => void (await page.goto(url)),
    run: <T>(body: string) => page.evaluate(`(() => { ${body} })()`) as Promise<T>,
    press: (key) => page.keyboard.press(key),
    stop: () => browser.close(),
  };
}
