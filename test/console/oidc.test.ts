import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listAudit } from '../../src/audit/store.ts';
import type { Role } from '../../src/console/role.ts';
import { identityProvider } from '../harness/identityProvider.ts';
import { type Service, startService } from '../harness/service.ts';
import { freePort } from '../harness/startServer.ts';
import { inviteOf } from './givenConsole.ts';

let service: Service;
let provider: Awaited<ReturnType<typeof identityProvider>>;
beforeAll(async () => {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${await freePort()}`;
  const client = { id: 'smallfavor', secret: 'a secret of thirty characters!' };
  service = await startService(
    'servers',
    {},
    {
      PORT: String(port),
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: client.id,
      OIDC_CLIENT_SECRET: client.secret,
    },
  );
  const back = `${service.config.publicUrl}/console/oidc/back`;
  provider = await identityProvider(issuer, { ...client, back });
}, 240_000);
afterAll(async () => {
  await service?.stop();
  await provider?.stop();
});

interface Seen {
  readonly status: number;
  readonly url: URL;
  readonly text: string;
}

/** A browser with a jar for each host, that follows where it is led; `detour` may bend an address on the way. */
function traveller(detour: (url: URL) => URL = (url) => url) {
  const jars = new Map<string, Map<string, string>>();
  async function go(to: URL, init: RequestInit = {}): Promise<Seen> {
    const url = detour(to);
    const jar = jars.get(url.host) ?? new Map<string, string>();
    jars.set(url.host, jar);
    const cookies = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      ...init,
      headers: { Cookie: cookies, 'Accept-Language': 'en', 'Sec-Fetch-Site': 'same-origin' },
    });
    for (const set of response.headers.getSetCookie()) {
      const [name, value] = set.split(';')[0]!.split(/=(.*)/s) as [string, string];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(set)) jar.delete(name);
      else jar.set(name, value);
    }
    const next = response.headers.get('location');
    if (next && response.status < 400) return go(new URL(next, url));
    return { status: response.status, url, text: await response.text() };
  }
  const open = (path: string) => go(new URL(path, service.url));
  const send = (url: string | URL, fields: Record<string, string>) =>
    go(new URL(url, service.url), { method: 'POST', body: new URLSearchParams(fields) });
  return {
    open,
    send,
    jars,
    /** Goes to the provider from a page of ours, and fills its forms in as somebody. */
    async signInAs(subject: string, path = '/console/oidc'): Promise<Seen> {
      let page = await open(path);
      for (let forms = 0; forms < 2 && page.url.origin === provider.issuer; forms += 1) {
        const action = /action="([^"]+)"/.exec(page.text)![1]!;
        const prompt = /name="prompt" value="(\w+)"/.exec(page.text)![1]!;
        const typed = prompt === 'login' ? { login: subject, password: 'any' } : {};
        page = await send(action, { prompt, ...typed });
      }
      return page;
    },
  };
}

const invited = async (name: string, role: Role) => {
  const made = (await inviteOf(service).add({ name, role }, '<command>'))!;
  return { ...made, token: new URL(made.url).pathname.split('/').at(-1)! };
};
/** Somebody whom a welcome link has tied to their identity. */
const tied = async (name: string, role: Role, subject = name) => {
  const { token, staffId } = await invited(name, role);
  const browser = traveller();
  return {
    browser,
    staffId,
    page: await browser.signInAs(subject, `/console/oidc?link=${token}`),
  };
};
const actsOf = async (actor: string) =>
  (await listAudit(service.stores.db, { actor, limit: 20 })).map(({ act }) => act);
const unknown = 'nobody here is tied to that identity';

test('a provider that is down is told on the sign-in, which remembers where one wanted to go', async () => {
  const browser = traveller();
  const page = await browser.open('/console/oidc?to=/console/payouts');
  expect([page.status, page.url.pathname]).toEqual([200, '/console/sign-in']);
  expect(page.text).toContain('Your organisation’s sign-in does not answer');
  expect(page.text).toContain('name="to" value="/console/payouts"');
  // Once it is there, so is the way in: nothing of the failure is kept.
  await provider.start();
  expect((await browser.open('/console/oidc')).url.origin).toBe(provider.issuer);
});

describe('through the provider’s own form', () => {
  test('who was welcomed gets in, to the page they wanted, with the role they have here', async () => {
    const { browser, page, staffId } = await tied('marta', 'finance');
    expect([page.status, page.url.pathname]).toEqual([200, '/console']);
    expect((await browser.open('/console/audit')).status).toBe(200);
    expect((await browser.open('/console/staff')).status).toBe(403);
    const other = await traveller().signInAs('marta', '/console/oidc?to=/console/payouts');
    expect([other.status, other.url.pathname]).toEqual([200, '/console/payouts']);
    expect(await actsOf(staffId)).toEqual(['signed_in', 'signed_in', 'identity_bound']);
  });

  test('signing out ends the session here, and the next sign-in is a new one', async () => {
    const { browser } = await tied('nadia', 'viewer');
    const csrf = /name="csrf" value="([^"]+)"/.exec((await browser.open('/console/account')).text)!;
    const out = await browser.send('/console/sign-out', { csrf: csrf[1]! });
    expect(out.text).toContain('You are signed out.');
    expect((await browser.open('/console/events')).url.pathname).toBe('/console/sign-in');
    expect((await browser.signInAs('nadia')).url.pathname).toBe('/console');
  });

  test('an unknown person is told so, also with the e-mail address of somebody known', async () => {
    await tied('vera@example.org', 'admin', 'the-real-vera');
    const browser = traveller();
    const page = await browser.signInAs('vera');
    expect([page.status, page.url.pathname]).toEqual([200, '/console/sign-in']);
    expect(page.text).toContain(unknown);
    expect((await browser.open('/console')).url.pathname).toBe('/console/sign-in');
  });

  test('no e-mail address is asked of the provider: only who it is, by a name that never changes hands', async () => {
    const { url } = await traveller((to) =>
      to.pathname === '/auth' ? new URL(`/seen?${to.searchParams}`, provider.issuer) : to,
    ).open('/console/oidc');
    expect(url.searchParams.get('scope')).toBe('openid');
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
  });

  test('who was shut out is refused in the same words, and the log says so', async () => {
    const { staffId } = await tied('gone', 'viewer');
    await service.stores.db.query('update staff set closed_at = now() where id = $1', [staffId]);
    expect((await traveller().signInAs('gone')).text).toContain(unknown);
    expect((await actsOf(staffId))[0]).toBe('sign_in_refused');
  });

  test('an identity is one person’s: who brings another’s to their welcome keeps the link for their own', async () => {
    await tied('first', 'viewer', 'shared');
    const { token } = await invited('second', 'viewer');
    const path = `/console/oidc?link=${token}`;
    expect((await traveller().signInAs('shared', path)).text).toContain(unknown);
    expect((await traveller().signInAs('own', path)).url.pathname).toBe('/console');
    expect((await traveller().signInAs('late', path)).text).toContain(unknown);
  });
});

describe('an answer that was tampered with lets nobody in', () => {
  beforeAll(() => tied('tina', 'viewer'));
  // As long as a challenge is, so that the provider takes it for one.
  const guessed = 'g'.repeat(43);
  const bend = (at: string, name: string) => (url: URL) => {
    if (url.pathname === at && url.searchParams.has(name)) url.searchParams.set(name, guessed);
    return url;
  };
  test.each([
    ['another state', bend('/console/oidc/back', 'state')],
    ['another code', bend('/console/oidc/back', 'code')],
    ['another issuer', bend('/console/oidc/back', 'iss')],
    ['another nonce', bend('/auth', 'nonce')],
    ['another challenge', bend('/auth', 'code_challenge')],
  ])('%s', async (_what, detour) => {
    const browser = traveller(detour);
    const page = await browser.signInAs('tina');
    expect(page.text).toContain('was not finished');
    expect((await browser.open('/console')).url.pathname).toBe('/console/sign-in');
  });

  test('an answer to another browser’s trip, or to none', async () => {
    let answer: URL | undefined;
    const caught = traveller((url) => {
      if (url.pathname !== '/console/oidc/back') return url;
      answer = url;
      return new URL('/console/sign-in', service.url);
    });
    await caught.signInAs('tina');
    const other = traveller();
    await other.open('/console/oidc');
    for (const browser of [other, traveller()])
      expect((await browser.open(`${answer!.pathname}${answer!.search}`)).text).toContain(
        'was not finished',
      );
  });

  test('who turns back at the provider is told that nothing was finished', async () => {
    const browser = traveller();
    const form = await browser.open('/console/oidc');
    const abort = /href="([^"]+\/abort)"/.exec(form.text)![1]!;
    expect((await browser.open(abort)).text).toContain('was not finished');
  });
});

test('a provider that dies while somebody is there is told on the sign-in', async () => {
  const browser = traveller();
  let answer: URL | undefined;
  const caught = traveller((url) => {
    if (url.pathname !== '/console/oidc/back') return url;
    answer = url;
    return new URL('/console/sign-in', service.url);
  });
  await caught.signInAs('tina', '/console/oidc?to=/console/month');
  await provider.stop();
  browser.jars.set(answer!.host, caught.jars.get(answer!.host)!);
  const page = await browser.open(`${answer!.pathname}${answer!.search}`);
  expect([page.status, page.url.pathname]).toEqual([200, '/console/sign-in']);
  expect(page.text).toContain('does not answer');
  expect(page.text).toContain('name="to" value="/console/month"');
});
