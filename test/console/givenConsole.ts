import { Secret, TOTP } from 'otpauth';
import { createInvite } from '../../src/console/invite.ts';
import type { Role } from '../../src/console/role.ts';
import { type Clock, systemClock } from '../../src/ground/clock.ts';
import type { Service } from '../harness/service.ts';

export const goodPassword = 'four herons in the fog';

/** A browser as far as the console can tell: keeps cookies, and says that its forms are ours. */
export function browserOf(service: Service) {
  let cookie = '';
  async function ask(path: string, init: RequestInit & { headers?: Record<string, string> } = {}) {
    const headers = { Cookie: cookie, 'Accept-Language': 'en', ...init.headers };
    const response = await fetch(new URL(path, service.url), {
      redirect: 'manual',
      ...init,
      headers,
    });
    const set = response.headers.getSetCookie().find((one) => one.includes('smallfavor_session='));
    if (set) cookie = set.split(';')[0]!;
    return response;
  }
  return {
    get: ask,
    /** The page's text, whatever its status. */
    read: async (path: string) => (await ask(path)).text(),
    post: (path: string, fields: Record<string, string> | URLSearchParams, headers = {}) =>
      ask(path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { 'Sec-Fetch-Site': 'same-origin', ...headers },
      }),
    /** Posts a form of a page that was opened first: with the token of the session. */
    async send(path: string, fields: Record<string, string> = {}, page = '/console/account') {
      const csrf = /name="csrf" value="([^"]+)"/.exec(await (await ask(page)).text())?.[1] ?? '';
      return this.post(path, { csrf, ...fields });
    },
    cookie: () => cookie,
    keep: (other: string) => {
      cookie = other;
    },
  };
}

export type ConsoleBrowser = ReturnType<typeof browserOf>;

export const codeOf = (secret: string, at: Date): string =>
  new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 }).generate({
    timestamp: at.getTime(),
  });

/** The key that the welcome page shows. */
export const secretIn = (page: string): string => /class="id">([A-Z2-7]{32})</.exec(page)![1]!;

export const inviteOf = (service: Service, clock: Clock = systemClock) =>
  createInvite({
    db: service.stores.db,
    clock,
    publicUrl: service.config.publicUrl,
  });

/** Somebody of a role who has just come in by their link. */
export async function signedIn(
  service: Service,
  role: Role,
  name = `${role}-person`,
  clock: Clock = systemClock,
) {
  const browser = browserOf(service);
  const { url, staffId } = (await inviteOf(service, clock).add({ name, role }, '<command>'))!;
  const link = new URL(url).pathname;
  const secret = secretIn(await browser.read(link));
  const fields = { password: goodPassword, again: goodPassword, code: codeOf(secret, clock.now()) };
  const welcomed = await browser.post(link, fields);
  const page = await welcomed.text();
  if (welcomed.status !== 200) throw new Error(`the welcome answered ${welcomed.status}`);
  const recoveryCodes = [...page.matchAll(/<li>([a-z0-9]{4}(?:-[a-z0-9]{4}){3})<\/li>/g)].map(
    ([, code]) => code!,
  );
  return { browser, staffId, name, secret, recoveryCodes };
}
