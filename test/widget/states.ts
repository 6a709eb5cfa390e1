import type { Locator, Page } from 'playwright-core';
import type { Fixture } from './fixture.ts';
import type { HostPage } from './hostPage.ts';
import { host } from './story.ts';

/** Words by which a reader of that language finds their way. */
const languages = {
  en: { publisher: 'moscow-times', lang: 'en', dir: 'ltr' },
  ar: { publisher: 'al-manara', lang: 'ar', dir: 'rtl' },
  he: { publisher: 'speaks-he', lang: 'he', dir: 'rtl', tag: 'data-locale="he"' },
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
  /** The state in which the reader does it; the asking appeal if absent. */
  after?: string;
  /** What the reader does then; without it they come back from the payment page. */
  act?(page: Page): Promise<unknown>;
  back?: string;
}

/**
 * Everything a reader may find at the end of an article, by name. Who does what these say one after the other, on one
 * page, finds them all, up to those of the way back.
 */
export const states: Readonly<Record<string, State>> = {
  asking: { act: async () => {} },
  failing: {
    async act(page) {
      await page.route('**/checkouts', (route) =>
        route.fulfill({ status: 503, headers: { 'access-control-allow-origin': '*' }, json: {} }),
      );
      await button(page, 0).click();
      await host(page).locator('.go[aria-disabled=false]').waitFor();
    },
  },
  'other amount': { act: (page) => other(page).check({ force: true }) },
  error: { after: 'other amount', act: (page) => button(page, 0).click() },
  opening: {
    async act(page) {
      await page.route('**/checkouts', () => new Promise(() => {}));
      // The one that is chosen from the start.
      await host(page).locator('[name=amount]').nth(1).check({ force: true });
      await button(page, 0).click();
    },
  },
  'snooze choices': { act: (page) => button(page, 1).click() },
  'another day': {
    after: 'snooze choices',
    act: (page) => host(page).locator('[aria-controls=df]').click(),
  },
  snoozed: { after: 'snooze choices', act: (page) => button(page, 2).click() },
  'by e-mail': {
    after: 'snoozed',
    act: (page) => host(page).locator('[aria-controls=mf]').click(),
  },
  'e-mail ordered': {
    after: 'snooze choices',
    async act(page) {
      if (!(await host(page).locator('#m').isVisible()))
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

async function actTo(page: Page, name: string): Promise<void> {
  const { after, act } = states[name]!;
  if (after) await actTo(page, after);
  await act!(page);
}

/** Brings a page to one of these states. */
export async function bringTo(
  page: Page,
  fixture: Fixture,
  name: string,
  language: Language = 'en',
  about: HostPage = {},
): Promise<void> {
  const { act, back } = states[name]!;
  const story = { paragraphs: 3, ...languages[language], ...about };
  const url = fixture.page(story);
  if (act) {
    await page.goto(url);
    await page.evaluate(() => {
      const { smallfavor } = window as unknown as { smallfavor: { push(call: string[]): void } };
      smallfavor.push(['show']);
    });
    await host(page).locator('[aria-controls=p]').waitFor();
    await actTo(page, name);
  } else {
    await answerCheckouts(page, back!);
    await page.addInitScript(
      ([name, from]) => {
        sessionStorage.setItem(name!, JSON.stringify({ from, amount: 500 }));
      },
      [`smallfavor:${story.publisher}`, url],
    );
    await page.goto(`${url}#smallfavor=chk_1`);
    await host(page).locator('section').waitFor();
  }
  await page.waitForTimeout(100);
}

/**
 * Goes through all states as one reader would: on one page up to the way back, which takes another for each.
 * @param newPage opens a page, which is closed when it is done with
 * @param judge told the name of each state as it stands there
 */
export async function throughStates(
  newPage: () => Promise<Page>,
  judge: (page: Page, name: string) => Promise<void>,
  ...[fixture, language, about]: [Fixture, Language, HostPage?]
): Promise<void> {
  let page: Page | undefined;
  for (const [name, { act }] of Object.entries(states)) {
    if (page && act) await act(page);
    else {
      await page?.context().close();
      page = await newPage();
      await bringTo(page, fixture, name, language, about);
    }
    await judge(page, name);
  }
  await page?.context().close();
}
