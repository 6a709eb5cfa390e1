import type { Page, Request } from 'playwright-core';
import { expect, test } from 'vitest';
import { givenBrowser } from '../harness/browser.ts';
import { givenFixture } from './fixture.ts';
import { nameOf, type Statement, sentByDocument, storedByDocument } from './statement.ts';
import { desktop, host, openAppeal } from './story.ts';

const fixture = givenFixture();
const newPage = givenBrowser();
const patient = { timeout: 15_000 };

const add = (statement: Statement, at: string, names: readonly string[]) => {
  statement[at] = [...new Set([...(statement[at] ?? []), ...names])].sort();
};

/** The names in a request's query and body, and of what its list of counts holds. */
function namesIn(query: URLSearchParams, body: URLSearchParams): string[] {
  const counts = JSON.parse(body.get('tallies') ?? '[]') as object[];
  return [...query.keys(), ...body.keys(), ...counts.flatMap((one) => Object.keys(one))];
}

/** Everything that a page keeps anywhere, by where; a value that is no object of ours has no names. */
const keptBy = (page: Page) =>
  page.evaluate(async () => {
    const found: Record<string, string[]> = {};
    for (const store of ['localStorage', 'sessionStorage'] as const)
      for (const [name, value] of Object.entries(window[store]))
        found[`${store} ${name.replace(/:(moscow-times|walled)$/, ':<publisher>')}`] = Object.keys(
          JSON.parse(value),
        );
    if (document.cookie) found.cookie = [document.cookie];
    for (const { name } of await indexedDB.databases()) found[`indexedDB ${name}`] = [];
    for (const name of await caches.keys()) found[`caches ${name}`] = [];
    return found;
  });

/** Two articles that count: of one the line in the corner is closed, the other is behind the wall. */
async function readBehindWall(page: Page, look: (at: Page) => Promise<void>): Promise<void> {
  const article = { publisher: 'walled', tag: 'data-wall data-section="News"', paragraphs: 40 };
  fixture.service.count = 1;
  await page.goto(fixture.page(article));
  await host(page).getByRole('button', { name: 'Close' }).click();
  await look(page);
  fixture.service.count = 4;
  await page.goto(fixture.page({ ...article, path: 'another' }));
  await host(page).getByText('I give already: sign in').click();
  await host(page).getByLabel('E-mail address').fill('reader@example.org');
  await host(page).getByRole('button', { name: 'Mail me a link' }).click();
  await host(page).getByText('a link is on its way').waitFor();
  await look(page);
  await host(page).getByRole('link').click();
  await page.waitForURL('**/walled?*');
}

const isOver = (what: string) => () =>
  fixture.service.asked.some(({ method, path }) => new RegExp(what).test(`${method} ${path}`));

test('a browser stores and sends what the statement for privacy pages says, name by name', {
  timeout: 120_000,
}, async () => {
  const stored: Statement = {};
  const sent: Statement = {};
  const known = Object.keys(sentByDocument());
  const note = (request: string, ...where: [URLSearchParams, URLSearchParams]) =>
    add(sent, nameOf(request, known), namesIn(...where));
  const cookies: (string | undefined)[] = [];
  const open = async () => {
    const page = await newPage(desktop);
    await page.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false }),
    );
    page.on('request', (request: Request) => {
      const { origin, pathname, searchParams } = new URL(request.url());
      if (origin !== fixture.service.url || pathname === '/pay') return;
      cookies.push(request.headers().cookie);
      const body = new URLSearchParams(request.postData() ?? '');
      note(`${request.method()} ${pathname}`, searchParams, body);
    });
    await page.route('**/{moscow-times,walled}?*', (route) => route.fulfill({ body: 'our page' }));
    return page;
  };
  const { service } = fixture;
  const page = await open();
  const look = async (at = page) => {
    for (const [where, names] of Object.entries(await keptBy(at))) add(stored, where, names);
  };
  const press = (name: string | RegExp) => host(page).getByRole('button', { name }).click();

  // Reading, also with an id of the publisher's.
  await openAppeal(page, fixture.page({ path: 'member', tag: 'data-reader="m-1"' }));
  await expect.poll(isOver('GET .*/readers/m-1$'), patient).toBe(true);
  await openAppeal(page, fixture.page());
  await expect.poll(isOver('/tallies'), patient).toBe(true);
  await look();
  expect(stored).toEqual({});

  // "Remind me later", that the service does not hear of at once; by e-mail; undone.
  service.broken = /snooze/;
  await press('Remind me later');
  await expect.poll(isOver('PUT .*/snooze'), patient).toBe(true);
  await look();
  service.broken = undefined;
  await press('Remind me by e-mail');
  await host(page).getByLabel('E-mail address').fill('reader@example.org');
  await host(page).getByRole('checkbox').check();
  await host(page).locator('#mf button').click();
  await expect.poll(isOver('POST .*/reminders'), patient).toBe(true);
  await press('Undo');
  await expect.poll(isOver('DELETE .*/snooze'), patient).toBe(true);

  // Giving: to the payment page and back undecided, by our own page, and to the end.
  service.outcomes = ['expired'];
  await host(page).getByText('Other amount', { exact: true }).first().click();
  await host(page).locator('#f').fill('7');
  await host(page).locator('.go').click();
  await page.waitForURL('**/pay?monthly');
  await page.goto(fixture.page({ path: 'elsewhere', paragraphs: 60 }));
  await look();
  await page.goto(`${fixture.page()}#smallfavor=back`);
  await host(page).locator('[aria-controls=p]').waitFor();
  await page.route('**/checkouts', (route) => route.abort());
  await host(page).locator('.go').click();
  await page.waitForURL('**/moscow-times?*');
  service.outcomes = ['complete'];
  await page.goto(`${fixture.page()}#smallfavor=chk_1`);
  await host(page).getByText('Readers like you').waitFor();
  await look();

  await readBehindWall(await open(), look);
  expect(stored).toEqual(storedByDocument());
  const say = (verb: string) =>
    page.evaluate(
      (verb) => (window as unknown as { smallfavor: string[][] }).smallfavor.push([verb]),
      verb,
    );
  await say('cancel');
  await page.waitForURL('**/pay?cancel');
  // Led back by a letter.
  const led = page.waitForRequest(/letter=signature/);
  await page.goto(`${fixture.page({ paragraphs: 60 })}#smallfavor=later.signature`);
  await led;
  await say('forget');
  await expect.poll(isOver('DELETE .*/readers/r\\d+$'), patient).toBe(true);
  expect(await keptBy(page)).toEqual({});
  // What is sent as a page is left shows at the service only.
  for (const { method, path, body } of service.asked)
    note(`${method} /v1/publishers${path}`, new URLSearchParams(), new URLSearchParams(body));
  expect(sent).toEqual(sentByDocument());
  expect(cookies.filter(Boolean)).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
});
