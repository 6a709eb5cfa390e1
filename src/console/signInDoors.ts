import { note } from '../audit/store.ts';
import type { Clock } from '../ground/clock.ts';
import { html } from '../ground/html.ts';
import { tokenHash } from '../ground/secrets.ts';
import type { Database } from '../ground/sql.ts';
import { clientOf } from './client.ts';
import type { Cookies } from './cookie.ts';
import { type Door, formOf, pathWithin } from './door.ts';
import { input, link, notice } from './pieces.ts';
import { endSessions } from './sessionStore.ts';
import { doorPage } from './shell.ts';
import type { SignIn } from './signIn.ts';
import type { Visit } from './visit.ts';
import type { Word } from './words.ts';

export interface SignInDoorsDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly cookies: Cookies;
  readonly signIn: SignIn;
  readonly hasOidc: boolean;
  /** Whose books these are, for the head of the page. */
  readonly houseName: string;
}

/** How a sign-in by OpenID can fail, as its address says it. */
const oidcEnds: ReadonlyMap<string, Word> = new Map([
  ['oidc', 'oidcFailed'],
  ['unknown', 'oidcUnknown'],
  ['silent', 'oidcSilent'],
]);

interface Shown {
  readonly to: string;
  readonly name?: string;
  readonly says?: string | undefined;
}

function page(
  visit: Visit,
  { hasOidc, houseName }: SignInDoorsDependencies,
  { to, name = '', says }: Shown,
): string {
  const { say } = visit;
  return doorPage(
    visit,
    say('signIn'),
    html`<p class="lead">${say('signInLead', { name: houseName })}</p>
<div class="card">${says && notice(says, 'bad')}
${
  hasOidc &&
  html`<a class="button quiet" href="/console/oidc?to=${encodeURIComponent(to)}">${say('signInOidc')}</a><p class="or">${say('signInOr')}</p>`
}
<form method="post" action="/console/sign-in"><input type="hidden" name="to" value="${to}">
${input({ name: 'name', label: say('userName'), value: name, autocomplete: 'username', required: true })}
${input({ name: 'password', label: say('password'), type: 'password', autocomplete: 'current-password', required: true })}
${input({ name: 'code', label: say('code'), hint: say('codeHint'), autocomplete: 'one-time-code', required: true })}
<button>${say('signIn')}</button></form></div>`,
  );
}

function signOutDoor({ db, clock, cookies }: SignInDoorsDependencies): Door {
  return {
    method: 'post',
    path: '/sign-out',
    needs: 'viewer',
    async serve({ who, say, ...visit }, req, res) {
      const id = cookies.read(req, 'session')!;
      await db.transaction(async (tx) => {
        await endSessions(tx, { staffId: who.staffId, hash: tokenHash(id), now: clock.now() });
        await note(tx, clock, { actor: who.staffId, act: 'signed_out' });
      });
      cookies.clear(res, 'session');
      const again = html`<p>${link('/console/sign-in', say('signIn'))}</p>`;
      res.send(doorPage({ ...visit, say, who: undefined }, say('signedOut'), again));
    },
  };
}

/** The way in and out: name, password and code. */
export function signInDoors(dependencies: SignInDoorsDependencies): Door[] {
  const { cookies, signIn } = dependencies;
  return [
    {
      method: 'get',
      path: '/sign-in',
      needs: 'nothing',
      serve(visit, req, res) {
        const to = pathWithin(req.query.to);
        if (visit.who) return res.redirect(303, to);
        const word = oidcEnds.get(String(req.query.failed));
        const says = word && visit.say(word);
        res.send(page(visit, dependencies, { to, says }));
      },
    },
    {
      method: 'post',
      path: '/sign-in',
      needs: 'nothing',
      async serve(visit, req, res) {
        const form = formOf(req);
        const text = (name: string) => String(form[name] ?? '').slice(0, 300);
        const session = await signIn({
          name: text('name'),
          password: text('password'),
          code: text('code'),
          address: req.ip ?? '',
          client: clientOf(req.get('User-Agent')),
        });
        const to = pathWithin(form.to);
        if (!session) {
          const wrong = { to, name: text('name'), says: visit.say('signInWrong') };
          return void res.status(401).send(page(visit, dependencies, wrong));
        }
        cookies.write(res, 'session', session);
        res.redirect(303, to);
      },
    },
    signOutDoor(dependencies),
  ];
}
