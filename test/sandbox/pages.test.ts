import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../harness/axe.ts';
import { givenBrowser } from '../harness/browser.ts';
import { type StripeStandIn, startStripeStandIn } from '../harness/stripeStandIn.ts';
import { giftSession, goodCard } from './givenSandbox.ts';
import { states } from './pageStates.ts';

const patience = 120_000;

const open = givenBrowser();
let standIn: StripeStandIn;
beforeAll(async () => {
  standIn = await startStripeStandIn();
});
afterAll(() => standIn?.stop());

const account = (name: string) => standIn.client(`sk_test_pages_${name.replace(/\W/g, '_')}`);

/** Every rule at both widths and in both colours; where neither is new, what the two together can change. */
const settings = [
  { width: 390, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark', rules: ['color-contrast'] },
  { width: 1280, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light', rules: ['color-contrast'] },
] as const;

describe.concurrent('axe finds nothing', () => {
  let context: BrowserContext;
  beforeAll(async () => {
    context = (await open()).context();
  });

  test.each(Object.entries(states))(
    'on %s, wide and narrow, light and dark',
    async (name, reach) => {
      const page = await context.newPage();
      await reach(page, { url: standIn.url, stripe: account(name) });
      for (const { width, colorScheme, ...asked } of settings) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme });
        expect(await axeFaults(page, asked), `${colorScheme}, ${width} px`).toEqual([]);
        const overflow = 'document.documentElement.scrollWidth - innerWidth';
        expect(await page.evaluate(overflow), `${width} px`).toBeLessThanOrEqual(0);
      }
      await page.close();
    },
    patience,
  );
});

describe('with the keyboard alone, and without JavaScript', () => {
  /** Presses Tab until what has the focus is it: an id, or the words on it. */
  async function tabTo(page: Page, wanted: string): Promise<void> {
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab');
      const focused = page.locator(':focus');
      if ((await focused.count()) === 0) continue;
      const id = await focused.getAttribute('id');
      if (id === wanted || (await focused.textContent())?.trim() === wanted) return;
    }
    throw new Error(`no Tab leads to ${wanted}`);
  }

  async function type(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, value] of Object.entries(fields)) {
      await tabTo(page, name);
      await page.keyboard.type(value);
    }
  }

  async function press(page: Page, wanted: string, key = 'Enter'): Promise<void> {
    await tabTo(page, wanted);
    await Promise.all([page.waitForEvent('load'), page.keyboard.press(key)]);
  }

  test(
    'a reader gives, with a step at the bank',
    async () => {
      const stripe = account('keyboard');
      const session = await giftSession(stripe, { success_url: `${standIn.url}/?thanks` });
      const page = await open({ javaScriptEnabled: false });
      await page.goto(session.url!);
      await type(page, { ...goodCard, number: '4000002500003155' });
      await press(page, 'Donate $2');
      await press(page, 'Complete');
      expect(page.url()).toBe(`${standIn.url}/?thanks`);
      const { status } = await stripe.checkout.sessions.retrieve(session.id);
      expect(status).toBe('complete');
    },
    patience,
  );

  test(
    'a supporter leaves with a reason, stays after all, and changes the address',
    async () => {
      const stripe = account('keyboardPortal');
      const page = await open({ javaScriptEnabled: false });
      await states.portal!(page, { url: standIn.url, stripe });
      const [subscription] = (await stripe.subscriptions.list()).data;
      const now = () => stripe.subscriptions.retrieve(subscription!.id);
      await press(page, 'Cancel');
      await page.keyboard.press('Tab');
      await tabTo(page, 'comment');
      await page.keyboard.type('Moving away');
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Space');
      await press(page, 'Cancel subscription');
      expect(await page.textContent('[role=status]')).toBe('Your subscription has been canceled.');
      expect(await now()).toMatchObject({
        cancel_at: subscription!.items.data[0]!.current_period_end,
        cancellation_details: { comment: 'Moving away' },
      });
      expect((await now()).cancellation_details!.feedback).not.toBeNull();
      await press(page, 'Don’t cancel');
      expect((await now()).cancel_at).toBeNull();
      await press(page, 'Change email');
      await tabTo(page, 'email');
      await page.keyboard.press('Control+A');
      await page.keyboard.type('new@example.org');
      await press(page, 'Save');
      expect(await page.textContent('main')).toContain('new@example.org');
    },
    patience,
  );
});
