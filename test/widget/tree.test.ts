import { describe, expect, test } from 'vitest';
import { givenBrowser } from '../harness/browser.ts';
import { givenFixture } from './fixture.ts';
import { bringTo } from './states.ts';
import { desktop, host } from './story.ts';

// What assistive technology is told, which axe cannot judge: names of groups, states, messages.
const fixture = givenFixture();
const newPage = givenBrowser();

async function treeOf(state: string, about = {}): Promise<string> {
  const page = await newPage(desktop);
  await bringTo(page, fixture, state, 'en', about);
  const tree = await host(page).ariaSnapshot();
  await page.context().close();
  return tree;
}

/** Lines of the tree that hold a control, a message or a structure. */
const bones = (tree: string) =>
  tree
    .split('\n')
    .map((line) => line.trim().replace(/^- /, ''))
    .filter((line) =>
      /^(region|heading|group|radio|textbox|button|status|list |img|link)/.test(line),
    );

const choices = [
  'region "… we have a small favor to ask":',
  'heading "… we have a small favor to ask" [level=2]',
  'group "How often":',
  'radio "Once"',
  'radio "Monthly" [checked]',
  'radio "Annual"',
  'group "Amount":',
  'radio "$2"',
];
const after = [
  'list "Accepted payment methods":',
  expect.stringMatching(/^img "Visa"/),
  expect.stringMatching(/^img "Mastercard"/),
  expect.stringMatching(/^img "American Express"/),
  expect.stringMatching(/^img "Apple Pay"/),
  expect.stringMatching(/^img "Google Pay"/),
  expect.stringMatching(/^img "PayPal"/),
  'link "Privacy":',
];
const later = 'button "Remind me later"';

describe('a screen reader finds', { timeout: 60_000 }, () => {
  test('a named region, two named groups of radios, and a button that says amount and period', async () => {
    expect(bones(await treeOf('asking'))).toEqual([
      ...choices,
      'radio "$5" [checked]',
      'radio "$10"',
      'radio "Other amount"',
      'button "Continue with $5 per month"',
      'status',
      ...after,
      later,
      // Until when, and what became of the e-mail.
      'status',
      'status',
    ]);
  });

  test('a field with the error that is about it', async () => {
    const page = await newPage(desktop);
    await bringTo(page, fixture, 'error');
    const field = host(page).getByRole('textbox', { name: 'Other amount' });
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    const described = await field.evaluate(
      (one) =>
        (one.getRootNode() as ShadowRoot).getElementById(one.getAttribute('aria-describedby')!)!
          .textContent,
    );
    expect(described).toBe('Enter an amount from $2 to $1,000');
    expect(await field.getAttribute('autocomplete')).toBe('off');
    expect(await field.getAttribute('inputmode')).toBe('decimal');
  });

  test('what is going on, as a status', async () => {
    expect(bones(await treeOf('opening'))).toContain('status: Opening secure checkout…');
    expect(bones(await treeOf('opening'))).toContain(
      'button "Continue with $5 per month" [disabled]',
    );
    expect(bones(await treeOf('failing'))).toContain(
      'status: That did not work. Nothing was charged. Please try again.',
    );
  });

  test('the spans of a snooze under a name, and when it ends', async () => {
    const opened = bones(await treeOf('snooze choices'));
    expect(opened.slice(opened.indexOf('group "Remind me in":'))).toEqual([
      'group "Remind me in":',
      'button "1 week"',
      'button "1 month"',
      'button "3 months"',
      'button "Another day"',
      'button "Undo"',
      'button "Remind me by e-mail"',
      'status',
    ]);
    expect(opened).toContain('button "Remind me later" [expanded]');
    const folded = bones(await treeOf('snoozed'));
    expect(folded.slice(1)).toEqual([
      expect.stringMatching(/^status.*: We will not ask again until/),
      'button "Undo"',
      'button "Change"',
      'button "Remind me by e-mail"',
      'status',
    ]);
  });

  test('thanks as a region with a heading, said as a status', async () => {
    expect(bones(await treeOf('thanks'))).toEqual([
      'region "Thank you":',
      'heading "Thank you" [level=2]',
      expect.stringMatching(/^status/),
    ]);
  });

  test('the heading at the level that the page says', async () => {
    expect(bones(await treeOf('asking', { tag: 'data-heading="3"' }))[1]).toContain('[level=3]');
  });

  test('the language and the direction of the appeal, whatever those of the page', async () => {
    const page = await newPage(desktop);
    await bringTo(page, fixture, 'asking', 'en', {
      lang: 'ar',
      dir: 'rtl',
      tag: 'data-locale="en"',
    });
    const section = host(page).locator('section');
    expect(await section.getAttribute('lang')).toBe('en');
    expect(await section.getAttribute('dir')).toBe('ltr');
  });
});
