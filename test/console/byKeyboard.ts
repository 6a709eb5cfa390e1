import type { Page } from 'playwright-core';
import { expect } from 'vitest';

interface Stop {
  /** Where it stands among all that can be reached, in the order of the page. */
  readonly place: number;
  readonly name: string;
  readonly href: string | null;
  readonly isDate: boolean;
  readonly isSeen: boolean;
}

/** Where the keyboard is, and whether who looks can see it. */
const whereAmI = (page: Page): Promise<Stop> =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLInputElement;
    const all = [...document.querySelectorAll('a[href],button,input,select,summary,[tabindex]')];
    const { outlineStyle, outlineWidth } = getComputedStyle(at);
    const { width, height, right } = at.getBoundingClientRect();
    const name = at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent;
    return {
      place: all.indexOf(at),
      name: (name ?? '').trim().replaceAll(/\s+/g, ' '),
      href: at.getAttribute('href'),
      isDate: at.type === 'date',
      isSeen:
        outlineStyle !== 'none' &&
        Number.parseFloat(outlineWidth) >= 2 &&
        width * height > 0 &&
        right > 0,
    };
  });

/** Somebody without a mouse: goes on by Tab alone, and sees at each stop where they are, in the order of the page. */
export function byKeyboard(page: Page) {
  const isIt = ({ name, href }: Stop, wanted: string | RegExp) =>
    typeof wanted === 'string' ? name === wanted || href === wanted : wanted.test(name);
  async function to(wanted: string | RegExp): Promise<void> {
    let before = (await whereAmI(page)).place;
    for (let presses = 0; presses < 150; presses += 1) {
      await page.keyboard.press('Tab');
      const stop = await whereAmI(page);
      // After the last comes the window's own frame, and then the first again.
      if (stop.place < 0) before = -1;
      else {
        // The parts of a date are stops of their own, which the browser marks by itself.
        if (!stop.isDate || stop.place !== before)
          expect([stop.name, stop.isSeen]).toEqual([stop.name, true]);
        expect(stop.place, stop.name).toBeGreaterThanOrEqual(stop.isDate ? before : before + 1);
        before = stop.place;
        if (isIt(stop, wanted)) return;
      }
    }
    throw new Error(`no Tab leads to ${wanted}`);
  }
  return {
    to,
    async type(into: string | RegExp, text: string): Promise<void> {
      await to(into);
      await page.keyboard.type(text);
    },
    async press(on?: string | RegExp): Promise<void> {
      if (on !== undefined) await to(on);
      const loaded = page.waitForEvent('load');
      await page.keyboard.press('Enter');
      await loaded;
    },
    /** Past the menu, as the first stop of each page offers. */
    async skip(): Promise<void> {
      await to('Skip to the content');
      await page.keyboard.press('Enter');
    },
    async unfold(what: string | RegExp): Promise<void> {
      await to(what);
      await page.keyboard.press('Enter');
    },
  };
}
