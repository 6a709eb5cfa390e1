import type { Locator, Page } from 'playwright-core';
import type { Fixture } from './fixture.ts';
import type { HostPage } from './hostPage.ts';
import { host } from './story.ts';

/** Words by which a reader of that language finds their way. */
const languages = {
  en: { publisher: 'moscow-times', lang: 'en', dir: 'ltr' },
  ar: { publisher: 'al-manara', lang: 'ar', dir: 'rtl' },
} as const;
export type Language = keyof typeof languages;

/** The buttons of the appeal in their order: Continue, "Remind me later", then the spans and Undo. */
const button = (page: Page, index: number): Locator =>
  host(page).locator('button').filter({ visible: true }).nth(index);
const other = (page: Page) => host(page).locator('[name=amount][value="0"]');

async function answerCheckouts(page: Page, status: string): Promise<void> {
  await page.route('**/checkouts/*', (route) =>
    route.fulfill({ json: { status }, headers: { 'access-control-allow-origin': '*' } }),
  );
}

interface State {
  /** What happens once the appeal is in sight; without it the reader comes back from the payment page. */
  act?(page: Page): Promise<unknown>;
  back?: string;
}

/** Everything a reader may find at the end of an article, by name. */
export const states: Readonly<Record<string, State>> = {
  asking: { act: async () => {} },
  'other amount': { act: (page) => other(page).check({ force: true }) },
  error: {
    async act(page) {
      await other(page).check({ force: true });
      await button(page, 0).click();
    },
  },
  opening: {
    async act(page) {
      await page.route('**/checkouts', () => new Promise(() => {}));
      await button(page, 0).click();
    },
  },
  failing: {
    async act(page) {
      await page.route('**/checkouts', (route) =>
        route.fulfill({ status: 503, headers: { 'access-control-allow-origin': '*' }, json: {} }),
      );
      await button(page, 0).click();
      await host(page).locator('.go[aria-disabled=false]').waitFor();
    },
  },
  'snooze choices': { act: (page) => button(page, 1).click() },
  snoozed: {
    async act(page) {
      await button(page, 1).click();
      await button(page, 2).click();
    },
  },
  'another day': {
    async act(page) {
      await button(page, 1).click();
      await host(page).locator('[aria-controls=df]').click();
    },
  },
  'by e-mail': {
    async act(page) {
      await button(page, 1).click();
      await button(page, 2).click();
      await host(page).locator('[aria-controls=mf]').click();
    },
  },
  'e-mail ordered': {
    async act(page) {
      await button(page, 1).click();
      await host(page).locator('[aria-controls=mf]').click();
      await host(page).locator('#m').fill('reader@example.org');
      await host(page).locator('[type=checkbox]').check();
      await host(page).locator('#mf button').click();
      await host(page).locator('.quiet a[href*=reminders]').waitFor();
    },
  },
  thanks: { back: 'complete' },
  confirming: { back: 'open' },
  'nothing charged': { back: 'expired' },
};

/** Brings a page to one of these states. */
export async function bringTo(
  page: Page,
  fixture: Fixture,
  name: string,
  language: Language = 'en',
  about: HostPage = {},
): Promise<void> {
  const { act, back } = states[name]!;
  const url = fixture.page({ paragraphs: 3, ...languages[language], ...about });
  if (act) {
    await page.goto(url);
    await page.evaluate(() => {
      const { smallfavor } = window as unknown as { smallfavor: { push(call: string[]): void } };
      smallfavor.push(['show']);
    });
    await host(page).locator('[aria-controls=p]').waitFor();
    await act(page);
  } else {
    await answerCheckouts(page, back!);
    await page.addInitScript((from) => {
      sessionStorage.setItem('smallfavor:moscow-times', JSON.stringify({ from, amount: 500 }));
    }, url);
    await page.goto(`${url}#smallfavor=chk_1`);
    await host(page).locator('section').waitFor();
  }
  await page.waitForTimeout(100);
}
