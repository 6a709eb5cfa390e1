import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../harness/axe.ts';
import { givenBrowser } from '../harness/browser.ts';
import { givenFixture } from './fixture.ts';
import { spoken } from './openFixture.ts';
import { spilt } from './screens.ts';
import { bringTo } from './states.ts';
import { desktop, host, phone } from './story.ts';

// However a reader has set up their screen, nothing is cut off, spills out of its box, or makes the page scroll sideways.
const fixture = givenFixture();
const newPage = givenBrowser();

test('at 320 px all fits in every other language too', { timeout: 240_000 }, async () => {
  const page = await newPage({ viewport: { width: 320, height: 640 }, reducedMotion: 'reduce' });
  for (const locale of spoken) {
    await bringTo(page, fixture, 'snooze choices', 'en', {
      publisher: `speaks-${locale}`,
      tag: `data-locale="${locale}"`,
    });
    expect(await host(page).locator('section').getAttribute('lang')).toBe(locale);
    expect.soft(await spilt(page), locale).toEqual([]);
    if (locale === 'fa') expect.soft(await axeFaults(page)).toEqual([]);
  }
});

describe('before the choices of “Remind me later”', { timeout: 60_000 }, () => {
  let page: Page;
  beforeAll(async () => {
    page = await newPage(desktop);
    await bringTo(page, fixture, 'snooze choices');
  }, 60_000);

  test('nothing moves by itself, with reduced motion or without', async () => {
    const moving = await host(page).evaluate(
      (element) =>
        [...element.shadowRoot!.querySelectorAll('*')].filter((one) => {
          const { animationName, transitionDuration } = getComputedStyle(one);
          return animationName !== 'none' || !/^(0s(, )?)+$/.test(transitionDuration);
        }).length,
    );
    expect(moving).toBe(0);
  });

  test('to be left in peace is as large and as plain to see as to give', async () => {
    await page.setViewportSize(phone.viewport!);
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

  test('in forced colours, what is chosen and what is a button can be told by their borders', async () => {
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
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
