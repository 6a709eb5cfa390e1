import type { Page } from 'playwright-core';
import { axeFaults } from '../harness/axe.ts';

// All rules once; in the other looks those that a width or a scheme can break.
const ofLooks = [
  'color-contrast',
  'link-in-text-block',
  'target-size',
  'scrollable-region-focusable',
];
const looks: readonly {
  width: number;
  colorScheme: 'light' | 'dark';
  rules?: readonly string[];
}[] = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark', rules: ofLooks },
  { width: 390, colorScheme: 'dark', rules: ofLooks },
  { width: 390, colorScheme: 'light', rules: ofLooks },
];

/** What axe has against the page that is shown, wide and narrow, light and dark, all its folds open; and where it spills over. */
export async function pageFaults(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll('details')) fold.open = true;
  });
  for (const { width, colorScheme, rules } of looks) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    const found = await axeFaults(page, rules ? { rules } : {});
    faults.push(...found.map((one) => `${name} ${width} ${colorScheme}: ${one}`));
    if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth))
      faults.push(`${name} ${width}: is wider than the screen`);
    if (process.env.CONSOLE_PICTURES && (width === 1280) === (colorScheme === 'light'))
      await page.screenshot({
        path: `${process.env.CONSOLE_PICTURES}/${name.replaceAll(/\W+/g, '-')}-${width}-${colorScheme}.png`,
        fullPage: true,
      });
  }
  return faults;
}
