import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { givenBrowser } from '../harness/browser.ts';
import { givenFixture } from './fixture.ts';
import type { HostPage } from './hostPage.ts';
import { desktop, host, openAppeal, settle } from './story.ts';

// What becomes of an article on paper and in a reader view, with the appeal in it and without.
const fixture = givenFixture();
const newPage = givenBrowser();
const readability = readFileSync(
  createRequire(import.meta.url).resolve('@mozilla/readability/Readability.js'),
  'utf8',
);
const slot = '<p data-smallfavor-slot><a href="/support">Support us</a></p>';
const pages: Record<string, HostPage> = {
  'at the end of the article': {},
  'in its slot': { end: slot },
};

/** The same page twice: with the appeal standing in sight, and without our tag; the slot, which the appeal replaces, left out. */
async function bothPages(about: HostPage): Promise<{ asked: Page; plain: Page }> {
  const asked = await newPage(desktop);
  await openAppeal(asked, fixture.page(about));
  const plain = await newPage(desktop);
  await plain.goto(fixture.page({ script: '<!-- no widget -->' }));
  await settle(plain);
  return { asked, plain };
}

/** What Firefox’s reader view takes for the article: its library is the one of Firefox. */
const asReader = (page: Page) =>
  page.evaluate((library) => {
    const { Readability } = new Function(`${library}; return { Readability }`)() as {
      Readability: typeof import('@mozilla/readability').Readability;
    };
    const { title, textContent } = new Readability(document.cloneNode(true) as Document).parse()!;
    return { title, text: textContent!.replace(/\s+/g, ' ').trim() };
  }, readability);

/** The page on paper, without what says when it was printed. */
async function onPaper(page: Page): Promise<string> {
  const paper = (await page.pdf({ format: 'A4', tagged: false })).toString('latin1');
  return paper.replace(/\/(CreationDate|ModDate) \(.*?\)/g, '').replace(/\/ID \[.*?\]/gs, '');
}

describe.each(Object.entries(pages))('with the appeal %s', { timeout: 90_000 }, (_where, about) => {
  test('a reader view finds the article, whole, and nothing of ours', async () => {
    const { asked, plain } = await bothPages(about);
    expect(await host(asked).count()).toBe(1);
    const seen = await asReader(asked);
    expect(seen.text.match(/The committee met on Thursday/g)).toHaveLength(48);
    expect(seen).toEqual(await asReader(plain));
  });

  test('paper shows what it shows without us', async () => {
    const { asked, plain } = await bothPages(about);
    expect(await host(asked).isVisible()).toBe(true);
    expect(await onPaper(asked)).toBe(await onPaper(plain));
    await asked.emulateMedia({ media: 'print' });
    expect(await host(asked).isVisible()).toBe(false);
  });
});
