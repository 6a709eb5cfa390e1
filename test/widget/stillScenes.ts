import type { Page } from 'playwright-core';
import type { HostPage } from './hostPage.ts';
import type { Fixture } from './openFixture.ts';
import { host, readOn, settle, shifts, watchPage } from './story.ts';

const jump = (page: Page, to: 'end' | 'past' | 'up') =>
  page.evaluate((where) => {
    const article = document.querySelector('article')!.getBoundingClientRect();
    const end = scrollY + article.bottom - innerHeight / 2;
    scrollTo({ top: where === 'end' ? end : where === 'past' ? 1e6 : 0, behavior: 'instant' });
  }, to);

const press = (name: string) => (page: Page) => host(page).getByRole('button', { name }).click();

export interface Scene {
  /** The scene that this one goes on from, on the same page. */
  readonly after?: string;
  readonly about?: HostPage;
  /** What the reader does after the page has loaded. */
  act(page: Page): Promise<unknown>;
  /** Whether the appeal stands in the page at the end. */
  stands: boolean;
  before?(page: Page): Promise<unknown>;
  hash?: string;
}

const arabic = { publisher: 'al-manara', lang: 'ar', dir: 'rtl' };
/** Everything that might move a page, by name. */
export const stillScenes = (fixture: Fixture): Record<string, Scene> => ({
  'reading on': { act: readOn, stands: true },
  'reading on from right to left': { about: arabic, act: readOn, stands: true },
  'jumping to the end at once': { act: (page) => jump(page, 'end'), stands: false },
  'jumping past the end': { act: (page) => jump(page, 'past'), stands: false },
  'jumping past the end and back up': {
    after: 'jumping past the end',
    act: (page) => jump(page, 'up').then(() => host(page).waitFor({ state: 'attached' })),
    stands: true,
  },
  'a short article with more below it': { about: { paragraphs: 1 }, act: readOn, stands: false },
  'a short article with nothing below it': {
    about: { paragraphs: 1, after: '', css: 'main{padding:0 16px}p:last-child{margin:0}' },
    act: readOn,
    stands: true,
  },
  'a slot': {
    about: { end: '<p data-smallfavor-slot><a href="/support">Support us</a></p>' },
    act: readOn,
    stands: true,
  },
  'a slow network': {
    before: (page) =>
      page.route(`${fixture.service.url}/**`, async (route) => {
        await page.waitForTimeout(900);
        await route.continue();
      }),
    act: readOn,
    stands: false,
  },
  'a dead origin': {
    before: (page) => page.route('**/widget/**', (route) => route.abort()),
    act: readOn,
    stands: false,
  },
  'a reader who snoozed': {
    before: (page) =>
      page.addInitScript(() =>
        localStorage.setItem(
          'smallfavor:moscow-times',
          JSON.stringify({ quiet: Date.now() + 1e9 }),
        ),
      ),
    act: readOn,
    stands: false,
  },
  'another frequency': {
    after: 'reading on',
    async act(page) {
      await host(page).scrollIntoViewIfNeeded();
      // Then it answers.
      await host(page).locator('[aria-controls=p]').waitFor();
      await host(page).getByText('Annual').click();
    },
    stands: true,
  },
  'an error': {
    after: 'another frequency',
    async act(page) {
      await host(page).getByText('Other amount', { exact: true }).first().click();
      await press('Continue')(page);
    },
    stands: true,
  },
  '“Remind me later”, opened': { after: 'an error', act: press('Remind me later'), stands: true },
  '“Remind me later”, folded': {
    after: '“Remind me later”, opened',
    act: press('1 week'),
    stands: true,
  },
  '“Remind me later”, undone': {
    after: '“Remind me later”, folded',
    act: press('Undo'),
    stands: true,
  },
  'coming back to thanks': { hash: '#smallfavor=chk_1', act: settle, stands: true },
  'coming back to the form': {
    before: (page) =>
      page.addInitScript((from) => {
        const choice = { frequency: 'monthly', amount: 200, from };
        sessionStorage.setItem('smallfavor:moscow-times', JSON.stringify(choice));
      }, fixture.page()),
    hash: '#smallfavor=back',
    act: settle,
    stands: true,
  },
  'coming back to thanks under a short article': {
    about: { paragraphs: 2 },
    hash: '#smallfavor=chk_1',
    act: settle,
    stands: true,
  },
  'coming back to news that is late': {
    before: (page) =>
      page.route('**/checkouts/chk_1', (route) => route.fulfill({ json: { status: 'open' } }), {
        times: 1,
      }),
    hash: '#smallfavor=chk_1',
    act: (page) => host(page).locator('.cell p:first-child.said').waitFor(),
    stands: true,
  },
});

/** Makes the page's processor so many times slower. */
export async function slowDown(page: Page, times: number): Promise<void> {
  if (times === 1) return;
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: times });
}

/** The names of all scenes, those together that one reader goes through on one page. */
export function runsOf(scenes: Readonly<Record<string, Scene>>): string[][] {
  const runs: string[][] = [];
  for (const [name, { after }] of Object.entries(scenes)) {
    const run = runs.find((one) => one.at(-1) === after);
    if (run) run.push(name);
    else runs.push([name]);
  }
  return runs;
}

/** Plays scenes one after the other on a new page, which is closed. @returns for each what moved without the reader's doing, and how many appeals stood there */
export async function playScenes(
  page: Page,
  fixture: Fixture,
  run: readonly Scene[],
  slowness = 1,
) {
  const { about = {}, before, hash = '' } = run[0]!;
  await watchPage(page);
  await slowDown(page, slowness);
  await before?.(page);
  await page.goto(`${fixture.page(about)}${hash}`);
  await settle(page);
  let known = 0;
  const played = [];
  for (const { act } of run) {
    await act(page);
    await page.waitForTimeout(300);
    const all = await shifts(page);
    played.push({ moved: all.slice(known), standing: await host(page).count() });
    known = all.length;
  }
  // What is still held back is let go: its page will be gone.
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.context().close();
  return played;
}
