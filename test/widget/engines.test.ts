import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startChromium } from '../harness/engines/chromium.ts';
import { type Engine, until } from '../harness/engines/engine.ts';
import { startFirefox } from '../harness/engines/firefox.ts';
import { startWebkit } from '../harness/engines/webkit.ts';
import { givenFixture } from './fixture.ts';

// The core of every journey in three engines, on a page as strict as can be.
const fixture = givenFixture();
const csp =
  "default-src 'none'; script-src 'nonce-abc' 'strict-dynamic'; style-src 'nonce-abc'; connect-src SERVICE; require-trusted-types-for 'script'; trusted-types 'none'";

// Only Chromium tells of layout shifts. All engines can be watched, frame by frame: what is on the screen moves by what is scrolled.
const watcher = `<script nonce="abc">
window.faults = []; window.moved = [];
addEventListener('error', ({ message }) => faults.push(message));
addEventListener('unhandledrejection', ({ reason }) => faults.push(String(reason)));
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
  // The browser's own wish for an icon.
  if (!/favicon/.test(blockedURI)) faults.push(violatedDirective + ' ' + blockedURI);
});
let tops = new Map();
requestAnimationFrame(function look() {
  const now = new Map();
  for (const one of document.querySelectorAll('article > p, aside p')) {
    const { top, bottom } = one.getBoundingClientRect();
    if (bottom > 0 && top < innerHeight) now.set(one, top + scrollY);
    if (now.has(one) && tops.has(one) && Math.abs(now.get(one) - tops.get(one)) > 1) moved.push(one.textContent);
  }
  tops = now;
  requestAnimationFrame(look);
});
</script>`;
const about = { csp, head: watcher };
const ofWatcher = createHash('sha256')
  .update(/<script[^>]*>(.*)<\/script>/s.exec(watcher)![1]!)
  .digest('base64');
const rest =
  "style-src 'nonce-abc'; connect-src SERVICE; require-trusted-types-for 'script'; trusted-types 'none'";
const policies = {
  'a nonce alone': `default-src 'none'; script-src 'nonce-abc'; ${rest}`,
  'a list of hosts': `default-src 'none'; script-src SERVICE 'sha256-${ofWatcher}'; ${rest}`,
};

const root = `document.querySelector('[data-nosnippet]')?.shadowRoot`;
const inRoot = (selector: string) => `${root}?.querySelector('${selector}')`;
const focused = `const one = ${root}?.activeElement; return one?.closest('label')?.textContent || one?.textContent || null`;

/** Opens a story, reads on in steps until the appeal has come, and has it in sight. */
async function openAppeal(engine: Engine, path: string, policy = csp): Promise<void> {
  await engine.open(fixture.page({ ...about, path, csp: policy }));
  await until(engine, `window.smallfavor?.push`);
  await until(engine, `scrollBy(0, 60), ${root}`);
  await engine.run(`${inRoot('.go')}.scrollIntoView({ block: 'center' })`);
  await until(engine, inRoot('[aria-controls=p]'));
}

describe.each([
  ['Chromium', startChromium],
  ['Firefox', startFirefox],
  ['WebKit', startWebkit],
])('in %s', { timeout: 150_000 }, (_name, start) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await start();
  }, 150_000);
  afterAll(() => engine?.stop(), 60_000);

  /** Nothing that was read has moved, nothing failed, no policy was broken. */
  async function expectCalm() {
    expect(await engine.run(`return [...faults, ...moved]`)).toEqual([]);
  }

  test('the appeal comes below what is read, in our style, and moves nothing', async () => {
    await openAppeal(engine, 'first');
    const look = await engine.run(
      `const go = ${inRoot('.go')}; return { text: go.textContent, color: getComputedStyle(go).backgroundColor }`,
    );
    expect(look).toEqual({ text: 'Continue with $5 per month', color: 'rgb(0, 85, 127)' });
    await expectCalm();
  });

  test.each(Object.entries(policies))('it does so under a policy of %s', async (name, policy) => {
    await openAppeal(engine, name.replaceAll(' ', '-'), policy);
    await expectCalm();
  });

  test('a reader snoozes, sees until when, and takes it back, by keyboard', async () => {
    await openAppeal(engine, 'second');
    await engine.run(`${inRoot('[aria-controls=p]')}.focus()`);
    await engine.press('Enter');
    await until(engine, `/We will not ask again until/.test(${root}.textContent)`);
    // What follows was pushed by a press, not by us: from here on only faults count.
    await engine.press('Tab');
    expect(await engine.run(focused)).toBe('1 week');
    await engine.press('Enter');
    expect(await engine.run(focused)).toMatch(/^We will not ask again until/);
    await engine.press('Tab');
    expect(await engine.run(focused)).toBe('Undo');
    await engine.press('Enter');
    expect(await engine.run(focused)).toBe('Remind me later');
    await until(engine, `JSON.parse(localStorage['smallfavor:moscow-times']).owed == null`);
    const told = fixture.service.asked.filter(({ path }) => path.endsWith('/snooze'));
    expect(told.at(-1)!.method).toBe('DELETE');
    expect(await engine.run(`return faults`)).toEqual([]);
  });

  test('a reader chooses with the arrows, gives, and comes back thanked', async () => {
    fixture.service.outcomes = ['complete'];
    await openAppeal(engine, 'third');
    await engine.run(`${inRoot('[name=amount]:checked')}.focus()`);
    await engine.press('ArrowRight');
    const go = await engine.run(`return ${inRoot('.go')}.textContent`);
    expect(go).toBe('Continue with $10 per month');
    await expectCalm();
    await engine.press('Tab');
    await engine.press('Enter');
    await until(engine, `location.pathname === '/pay'`);
    const asked = fixture.service.asked.filter(({ method }) => method === 'POST');
    expect(asked.at(-1)!.body).toMatchObject({ amount: '1000', frequency: 'monthly' });
    await engine.open(`${fixture.page({ ...about, path: 'third' })}#smallfavor=chk_1`);
    await until(engine, `/Readers like you are the reason/.test(${inRoot('.said')}?.textContent)`);
    await until(
      engine,
      `location.hash === '' && ${root}.activeElement?.textContent === 'Thank you'`,
    );
    expect(await engine.run(`return faults`)).toEqual([]);
  });
});
