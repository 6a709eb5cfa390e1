import type { Page } from 'playwright-core';

/** What spills: elements wider than the box they are in, or text wider than its element. */
export const spilt = (page: Page) =>
  page.evaluate(() => {
    const found = document.documentElement.scrollWidth > innerWidth ? ['the page'] : [];
    const root = document.querySelector('[data-nosnippet]')!.shadowRoot!;
    const outer = root.querySelector('section')!.getBoundingClientRect();
    for (const one of root.querySelectorAll('section *')) {
      if (!one.checkVisibility() || one.closest('svg')) continue;
      const box = one.getBoundingClientRect();
      const parent = one.parentElement!.getBoundingClientRect();
      const isIn = box.left >= outer.left - 1 && box.right <= outer.right + 1;
      const fits = box.right <= parent.right + 1 && box.left >= parent.left - 1;
      if (!isIn || !fits || one.scrollWidth > Math.ceil(box.width) + 1)
        found.push(`${one.nodeName} ${one.textContent?.slice(0, 40)}`);
    }
    return found;
  });

interface Screen {
  readonly width: number;
  readonly height?: number;
  readonly letters?: string;
  readonly spaced?: boolean;
}

/** Sets a page up as a reader may have. Spaced: WCAG 2.2, 1.4.12, what any text must bear. */
export async function setUp(
  page: Page,
  { width, height = 800, letters = '', spaced = false }: Screen,
) {
  await page.setViewportSize({ width, height });
  await page.evaluate(
    ({ letters, spaced }) => {
      document.documentElement.style.fontSize = letters;
      const held = window as { spacing?: CSSStyleSheet };
      held.spacing ??= new CSSStyleSheet();
      held.spacing.replaceSync(
        spaced
          ? `*{line-height:1.5!important;letter-spacing:.12em!important;
              word-spacing:.16em!important}p{margin-block-end:2em!important}`
          : '',
      );
      const root = document.querySelector('[data-nosnippet]')!.shadowRoot!;
      const others = root.adoptedStyleSheets.filter((one) => one !== held.spacing);
      root.adoptedStyleSheets = [...others, held.spacing];
    },
    { letters, spaced },
  );
}

export const screens: Readonly<Record<string, Screen>> = {
  '320 px': { width: 320 },
  '390 px': { width: 390 },
  '600 px': { width: 600 },
  '1280 px at 400 %': { width: 320, height: 256 },
  'letters of twice the size': { width: 320, letters: '200%' },
  'spaced text on a phone': { width: 390, spaced: true },
  'spaced text at 320 px': { width: 320, spaced: true },
};
