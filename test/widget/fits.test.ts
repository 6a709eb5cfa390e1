import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { axeFaults } from '../harness/axe.ts';
import { givenBrowser } from '../harness/browser.ts';
import { givenFixture } from './fixture.ts';
import { spoken } from './openFixture.ts';
import { bringTo, type Language, states } from './states.ts';
import { desktop, host } from './story.ts';

// However a reader has set up their screen, nothing is cut off, spills out of its box, or makes the page scroll sideways.
const fixture = givenFixture();
const newPage = givenBrowser();

/** What spills: elements wider than the box they are in, or text wider than its element. */
const spilt = (page: Page) =>
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
async function setUp(page: Page, { width, height = 800, letters = '', spaced = false }: Screen) {
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

const screens: Readonly<Record<string, Screen>> = {
  '320 px': { width: 320 },
  '390 px': { width: 390 },
  '600 px': { width: 600 },
  '1280 px at 400 %': { width: 320, height: 256 },
  'letters of twice the size': { width: 320, letters: '200%' },
  'spaced text on a phone': { width: 390, spaced: true },
  'spaced text at 320 px': { width: 320, spaced: true },
};

describe.each(['en', 'ar'] as Language[])('in %s', { timeout: 90_000 }, (language) => {
  test.each(Object.keys(states))('all fits, whatever the screen: %s', async (state) => {
    const page = await newPage({ viewport: { width: 320, height: 800 } });
    await bringTo(page, fixture, state, language);
    for (const [name, screen] of Object.entries(screens)) {
      await setUp(page, screen);
      expect(await spilt(page), name).toEqual([]);
    }
    await page.context().close();
  });
});

test.each(spoken)(
  'at 320 px all fits in %s too, and axe finds nothing',
  { timeout: 90_000 },
  async (locale) => {
    const page = await newPage({ viewport: { width: 320, height: 640 }, reducedMotion: 'reduce' });
    await bringTo(page, fixture, 'snooze choices', 'en', {
      publisher: `speaks-${locale}`,
      tag: `data-locale="${locale}"`,
    });
    expect(await host(page).locator('section').getAttribute('lang')).toBe(locale);
    expect(await spilt(page)).toEqual([]);
    if (/^(fa|he)$/.test(locale)) expect(await axeFaults(page)).toEqual([]);
    await page.context().close();
  },
);

describe('in forced colours', { timeout: 60_000 }, () => {
  test('what is chosen, and what is a button, can be told by their borders', async () => {
    const page = await newPage({ ...desktop, forcedColors: 'active', reducedMotion: 'reduce' });
    await bringTo(page, fixture, 'snooze choices');
    const looks = await host(page).evaluate((element) => {
      const root = element.shadowRoot!;
      const ring = (selector: string) => {
        const { borderTopColor, borderTopWidth } = getComputedStyle(
          root.querySelector(selector)!,
          '::after',
        );
        return `${borderTopWidth} ${borderTopColor}`;
      };
      const go = getComputedStyle(root.querySelector('.go')!);
      return {
        chosen: ring(':checked + span'),
        free: ring('input:not(:checked) + span'),
        isFramed: go.borderTopColor !== go.backgroundColor && go.borderTopStyle === 'solid',
      };
    });
    expect(looks.chosen).not.toBe(looks.free);
    expect(looks.isFramed).toBe(true);
    // Colours are the system's, which axe does not know.
    expect(await axeFaults(page, { undecided: ['color-contrast'] })).toEqual([]);
  });
});

test('nothing moves by itself, with reduced motion or without', { timeout: 60_000 }, async () => {
  const page = await newPage(desktop);
  await bringTo(page, fixture, 'snooze choices');
  const moving = await host(page).evaluate(
    (element) =>
      [...element.shadowRoot!.querySelectorAll('*')].filter((one) => {
        const { animationName, transitionDuration } = getComputedStyle(one);
        return animationName !== 'none' || !/^(0s(, )?)+$/.test(transitionDuration);
      }).length,
  );
  expect(moving).toBe(0);
});

test('to be left in peace is as large and as plain to see as to give', {
  timeout: 60_000,
}, async () => {
  const page = await newPage({ viewport: { width: 390, height: 844 } });
  await bringTo(page, fixture, 'snooze choices');
  const sizes = await host(page).evaluate((element) =>
    [...element.shadowRoot!.querySelectorAll('button,label')]
      .filter((one) => one.checkVisibility())
      .map((one) => {
        const { fontSize, fontWeight } = getComputedStyle(one);
        const isButton = one.nodeName === 'BUTTON';
        return {
          height: (one as HTMLElement).offsetHeight,
          type: isButton && `${fontSize} ${fontWeight}`,
        };
      }),
  );
  expect(Math.min(...sizes.map(({ height }) => height))).toBeGreaterThanOrEqual(44);
  expect(new Set(sizes.map(({ type }) => type).filter(Boolean)).size).toBe(1);
});
