import { expect, test } from 'vitest';
import { axeFaults } from '../harness/axe.ts';
import { givenBrowser } from '../harness/browser.ts';
import { givenFixture } from './fixture.ts';
import { screens, setUp, spilt } from './screens.ts';
import { states, throughStates } from './states.ts';
import { desktop, phone } from './story.ts';

const fixture = givenFixture();
const newPage = givenBrowser();

// The page around has a light look and a dark one, as the appeal follows it.
const css = `:root{color-scheme:light dark}
@media (prefers-color-scheme:dark){body{background:#121212;color:#eee}a{color:#9cf}}`;
const devices = { en: desktop, ar: phone, he: phone };
// What another look or width may spoil; names, roles and relations are the same ones.
const looks = [
  'color-contrast',
  'link-in-text-block',
  'target-size',
  'scrollable-region-focusable',
];

test.concurrent.each(['en', 'ar', 'he'] as const)(
  'in %s, axe has nothing to say and nothing to ask, and all fits whatever the screen, in every state',
  { timeout: 240_000 },
  async (language) => {
    const seen: string[] = [];
    const faults: string[] = [];
    await throughStates(
      () => newPage({ ...devices[language], reducedMotion: 'reduce' }),
      async (page, state) => {
        seen.push(state);
        const note = (where: string, found: readonly string[]) =>
          faults.push(...found.map((fault) => `${state}, ${where}: ${fault}`));
        await page.emulateMedia({ colorScheme: 'light' });
        await page.setViewportSize(devices[language].viewport!);
        await page.locator('section:not(.dark)').waitFor({ state: 'attached' });
        note('light', await axeFaults(page));
        await page.emulateMedia({ colorScheme: 'dark' });
        await page.setViewportSize(phone.viewport!);
        await page.locator('section.dark').waitFor({ state: 'attached' });
        note('dark', await axeFaults(page, { rules: looks }));
        for (const [name, screen] of Object.entries(screens)) {
          await setUp(page, screen);
          note(name, await spilt(page));
        }
        await setUp(page, { width: phone.viewport!.width });
      },
      fixture,
      language,
      { css },
    );
    expect(faults).toEqual([]);
    expect(seen).toEqual(Object.keys(states));
  },
);
