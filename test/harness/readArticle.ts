import type { Locator, Page } from 'playwright-core';

/** The appeal as a reader finds it: the region that the widget puts after the last paragraph. */
export const appealOn = (page: Page): Locator => page.locator('[data-nosnippet]');

/** Turns the wheel down until the end of the page is on the screen. */
async function scrollDown(page: Page): Promise<void> {
  for (let turns = 0; turns < 60; turns += 1) {
    await page.mouse.wheel(0, 400);
    await page.waitForTimeout(50);
    const isThrough = await page.evaluate(
      () => scrollY + innerHeight >= document.documentElement.scrollHeight - 4,
    );
    if (isThrough && turns > 12) break;
  }
  await page.waitForTimeout(300);
}

/**
 * Scrolls through an article as a reader does, with the wheel, until its end has passed. On a busy machine the wheel is
 * quicker than the widget, which then waits until its place is below the screen again: so twice the reader looks back.
 */
export async function readToEnd(page: Page): Promise<void> {
  await scrollDown(page);
  for (let looks = 0; looks < 2 && !(await appealOn(page).count()); looks += 1) {
    await page.mouse.wheel(0, -1600);
    await page.waitForTimeout(500);
    await scrollDown(page);
  }
}

/** Opens an article of the demo and reads it. */
export async function read(
  page: Page,
  url: string,
  publisher: string,
  slug: string,
): Promise<void> {
  await page.goto(`${url}/demo/${publisher}/${slug}`);
  await readToEnd(page);
}

/** Fills the sandbox's card form in English and sends it. */
export async function payWith(page: Page, card: string): Promise<void> {
  await page.getByLabel('Email').fill('reader@example.org');
  await page.getByLabel('Card number').fill(card);
  await page.getByLabel('Expiry date').fill('12/34');
  await page.getByLabel('Security code').fill('123');
  await page.getByLabel('Name on card').fill('A Reader');
  await page.getByRole('button', { name: /^Donate/ }).click();
}
