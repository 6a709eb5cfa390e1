import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { contrastOf } from '../../src/ground/theme.ts';
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

  test('what a gift is for, what it renews and how to leave stand in sight beside the button', async () => {
    const texts = await host(page).evaluate((element) => {
      const go = element.shadowRoot!.querySelector('.go')!;
      const terms = go.nextElementSibling as HTMLElement;
      const apart = terms.getBoundingClientRect().top - go.getBoundingClientRect().bottom;
      const soft = [...element.shadowRoot!.querySelectorAll<HTMLElement>('p.soft')];
      return {
        go: go.textContent,
        terms: terms.textContent,
        apart,
        soft: soft.filter((one) => one.checkVisibility()).map((one) => one.textContent),
      };
    });
    expect(texts.go).toBe('Continue with $5 per month');
    expect(texts.terms).toBe('Renews every month. You can cancel at any time.');
    expect(texts.apart).toBeLessThan(30);
    expect(texts.soft).toContainEqual(expect.stringMatching(/^Your gift pays for .+Privacy$/));
  });

  test('nothing is chosen for the reader but what the publisher’s file says, and nothing is ticked', async () => {
    const given = fixture.publishers.get('moscow-times')!;
    const chosen = await host(page).evaluate((element) =>
      [...element.shadowRoot!.querySelectorAll<HTMLInputElement>('input')]
        .filter((one) => one.checked || (!/radio|checkbox/.test(one.type) && one.value))
        .map(({ name, value }) => [name, value]),
    );
    const { suggested } = given.amounts.monthly!;
    expect(chosen).toEqual([
      ['often', 'monthly'],
      ['amount', String(suggested)],
    ]);
    expect(await host(page).locator('[type=checkbox]').count()).toBe(1);
  });

  test('to be left in peace stands out from its ground as much as to give', async () => {
    const [give, later] = await host(page).evaluate((element) =>
      ['.go', '.row button'].map((selector) => {
        const one = element.shadowRoot!.querySelector(selector)!;
        const { color, backgroundColor } = getComputedStyle(one);
        const hex = (rgb: string) =>
          `#${rgb
            .match(/\d+/g)!
            .map((part) => Number(part).toString(16).padStart(2, '0'))
            .join('')}`;
        return [hex(color), hex(backgroundColor)] as const;
      }),
    );
    expect(contrastOf(...later!)).toBeGreaterThanOrEqual(contrastOf(...give!));
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
