import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { textsFor } from '../../src/appeal/texts.ts';
import { publisherSchema } from '../../src/ground/publisher.ts';
import { type TextKey, textKeys } from '../../src/ground/textKeys.ts';
import { accentsOf, contrastOf, leastContrast, paper } from '../../src/ground/theme.ts';
import { givenBrowser } from '../harness/browser.ts';
import { givenPublisher } from '../harness/givenPublisher.ts';
import { givenFixture } from './fixture.ts';
import { bringTo } from './states.ts';
import { desktop, host, styleOf } from './story.ts';

const fixture = givenFixture();
const newPage = givenBrowser();
const light = 'rgb(251, 250, 247)';
const dark = 'rgb(26, 27, 29)';
const darkPage = ':root{color-scheme:dark}body{background:#121212;color:#eee}';

describe('the brand of a publisher', { timeout: 90_000 }, () => {
  test('has an accent that can be read, or its file is refused', () => {
    const { id: _id, ...file } = givenPublisher();
    const faults = (accent: string) =>
      publisherSchema.safeParse({ ...file, theme: { accent } }).error?.issues ?? [];
    expect(faults('#00557f')).toEqual([]);
    for (const pale of ['#767676', '#e0a000', '#ffffff'])
      expect(faults(pale).map(({ path, message }) => [path.join('.'), message])).toEqual([
        ['theme.accent', expect.stringContaining('4.5:1')],
      ]);
    for (const accent of ['#00557f', '#000000', '#8a1538', '#1b5e20']) {
      const { light, dark } = accentsOf(accent);
      const pairs = [
        [light.accent, light.on],
        [dark.accent, dark.on],
        [dark.accent, paper.dark],
        [light.accent, paper.light],
      ] as const;
      for (const [one, other] of pairs)
        expect(contrastOf(one, other)).toBeGreaterThanOrEqual(leastContrast);
    }
  });

  test('says every fixed text in its own words', () => {
    const shipped = new Map([['en', JSON.parse(readFileSync('widget/copy/en.json', 'utf8'))]]);
    const own = Object.fromEntries(textKeys.map((key) => [key, `${shipped.get('en')[key]} – so`]));
    const publisher = givenPublisher({ texts: { en: own } });
    const texts = textsFor(shipped, publisher, 'en');
    expect(textKeys.filter((key: TextKey) => texts[key] !== own[key])).toEqual([]);
  });

  test.each([
    ['light on a page that says light', 'data-theme="light"', darkPage, light],
    ['dark on a page that says dark', 'data-theme="dark"', '', dark],
    ['dark where a page is, automatically', 'data-theme="auto"', darkPage, dark],
    ['light where a page is, automatically', 'data-theme="auto"', '', light],
    ['as the page is, untold', '', darkPage, dark],
  ])('is %s', async (_how, tag, css, colour) => {
    const page = await newPage({ ...desktop, colorScheme: 'light' });
    await bringTo(page, fixture, 'asking', 'en', { tag, css });
    expect((await styleOf(page, 'section')).backgroundColor).toBe(colour);
  });

  test('takes colour, font and corners from the page', async () => {
    const page = await newPage(desktop);
    const css =
      ':root{--sf-accent:#1b5e20;--sf-on:#fffffe;--sf-font:Courier;--sf-radius:13px;--sf-margin:7px}';
    await bringTo(page, fixture, 'asking', 'en', { css });
    const { color, backgroundColor } = await styleOf(page, '.go');
    expect([color, backgroundColor]).toEqual(['rgb(255, 255, 254)', 'rgb(27, 94, 32)']);
    const [font, radius, margin] = await host(page).evaluate((one) => [
      getComputedStyle(one.shadowRoot!.querySelector('#h')!).fontFamily,
      getComputedStyle(one.shadowRoot!.querySelector('.go')!).borderRadius,
      getComputedStyle(one).marginTop,
    ]);
    expect(font).toMatch(/^Courier/);
    expect([radius, margin]).toEqual(['13px', '7px']);
  });
});
