import { expect, test } from 'vitest';
import { eachDatabase } from '../harness/databases.ts';
import { givenSandbox } from './givenSandbox.ts';
import { visitPortal } from './portalVisit.ts';

eachDatabase('The link to the portal', (database) => {
  const given = givenSandbox(database);
  const visit = () => visitPortal(given());

  test('a session for one thing leads there, and then where it was told to', async () => {
    const { url, press } = await visitPortal(given(), {}, (subscription) => ({
      type: 'subscription_cancel',
      subscription_cancel: { subscription },
      after_completion: { type: 'redirect', redirect: { return_url: 'https://paper.example/bye' } },
    }));
    const first = await fetch(url, { redirect: 'manual' });
    expect(first.headers.get('location')).toMatch(/\/cancel$/);
    expect((await press('cancel')).headers.get('location')).toBe('https://paper.example/bye');
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(200);
  });

  test('nobody reaches another’s gift', async () => {
    const own = await visit();
    const other = await visit();
    const { id } = await other.now();
    const answer = await given().submit(`${own.url}/subscriptions/${id}/cancel`, {});
    expect(answer.status).toBe(409);
    expect((await other.now()).cancel_at).toBeNull();
  });

  test('a link is good for five minutes, and an hour after each look; then it says so', async () => {
    const { clock } = given();
    const opened = await visit();
    const unopened = await visit();
    await opened.lines();
    clock.advance({ minutes: 6 });
    const late = await fetch(unopened.url);
    expect(late.status).toBe(410);
    expect(await late.text()).toContain('This link has expired');
    for (const minutes of [50, 50]) {
      clock.advance({ minutes });
      expect((await fetch(opened.url)).status).toBe(200);
    }
    clock.advance({ minutes: 61 });
    expect((await opened.press('cancel')).status).toBe(410);
    expect((await opened.now()).cancel_at).toBeNull();
    expect((await fetch(`${given().url}/p/session/test_nothing`)).status).toBe(404);
  });

  test('a form that another site sends is refused', async () => {
    const { url, now } = await visit();
    const { id } = await now();
    const answer = await fetch(`${url}/subscriptions/${id}/cancel`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
      body: new URLSearchParams(),
    });
    expect(answer.status).toBe(403);
    expect((await now()).cancel_at).toBeNull();
  });
});
