import { describe, expect, test } from 'vitest';
import { axeFaults } from '../harness/axe.ts';
import { givenBrowser } from '../harness/browser.ts';
import { givenFixture } from './fixture.ts';
import { bringTo, states } from './states.ts';
import { desktop, phone } from './story.ts';

const fixture = givenFixture();
const newPage = givenBrowser();
const all = Object.keys(states);

// The page around has a light look and a dark one, as the appeal follows it.
const css = `:root{color-scheme:light dark}
@media (prefers-color-scheme:dark){body{background:#121212;color:#eee}a{color:#9cf}}`;
const surroundings = [
  ['light', { ...desktop, colorScheme: 'light' }, 'en'],
  ['dark, on a phone', { ...phone, colorScheme: 'dark' }, 'en'],
  ['Arabic', { ...phone, colorScheme: 'light' }, 'ar'],
] as const;

describe.each(surroundings)(
  'axe has nothing to say and nothing to ask, %s:',
  (_, device, language) => {
    test.concurrent.each(all)('%s', { timeout: 60_000 }, async (state) => {
      const page = await newPage({ ...device, reducedMotion: 'reduce' });
      await bringTo(page, fixture, state, language, { css });
      expect(await axeFaults(page)).toEqual([]);
      await page.context().close();
    });
  },
);
