import type { Request, RequestHandler, Response } from 'express';
import type { Clock } from '../ground/clock.ts';
import { Problem } from '../ground/problem.ts';
import { type Secrets, sameSecret } from '../ground/secrets.ts';
import type { Queryable } from '../ground/sql.ts';
import type { Cookies } from './cookie.ts';
import { type Door, formOf, type MemberVisit } from './door.ts';
import { mayActAs } from './role.ts';
import { findSession } from './sessionStore.ts';
import { createVisit, type Visit } from './visit.ts';
import { languageFor, localeFor } from './words.ts';

export interface GuardDependencies {
  readonly db: Queryable;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly cookies: Cookies;
  readonly publicUrl: string;
  /** For who has not chosen one. */
  readonly timeZone: string;
}

export const visitOf = (res: Response): Visit | undefined => res.locals.visit as Visit | undefined;

/** Whether a form was sent by a page of ours. Browsers say so in one of two headers; who says nothing is no browser. */
function isFromHere(req: Request, publicUrl: string): boolean {
  const site = req.get('Sec-Fetch-Site');
  if (site !== undefined) return site === 'same-origin';
  return req.get('Origin') === new URL(publicUrl).origin;
}

/** Who asks, what each door needs of them, and whether a form is really theirs. */
export function createGuard({
  db,
  clock,
  secrets,
  cookies,
  publicUrl,
  timeZone,
}: GuardDependencies) {
  const csrfOf = (session: string): string => secrets.mac('console form', session);

  const recognize: RequestHandler = async (req, res, next) => {
    const base = { req, res, csrf: '', timeZone, now: clock.now() };
    const accepted = req.get('Accept-Language');
    const fallback = languageFor(accepted);
    // First as a stranger, so that even a failure to find out who asks is told in their language.
    res.locals.visit = createVisit({
      ...base,
      who: undefined,
      language: fallback,
      locale: localeFor(accepted),
    });
    const id = cookies.read(req, 'session');
    const who = id ? await findSession(db, id, base.now) : undefined;
    if (id && !who) cookies.clear(res, 'session');
    if (id && who)
      res.locals.visit = createVisit({
        ...base,
        who,
        csrf: csrfOf(id),
        language: who.locale ? languageFor(who.locale) : fallback,
        locale: who.locale ?? localeFor(accepted),
        timeZone: who.timeZone ?? timeZone,
      });
    next();
  };

  function admit(door: Door, visit: Visit, req: Request): void {
    if (req.method !== 'GET' && req.method !== 'HEAD' && !isFromHere(req, publicUrl))
      throw new Problem('forbidden_origin', { detail: visit.say('formOld') });
    if (door.needs === 'nothing') return;
    if (!visit.who) throw new Problem('unauthorized');
    if (!mayActAs(visit.who.role, door.needs)) throw new Problem('forbidden');
    if (req.method === 'POST' && !sameSecret(String(formOf(req).csrf ?? ''), visit.csrf))
      throw new Problem('forbidden_origin', { detail: visit.say('formOld') });
  }

  return {
    recognize,
    /** The handler behind a door: nobody reaches it whom the door does not let in. */
    behind:
      (door: Door): RequestHandler =>
      async (req, res) => {
        const visit = visitOf(res)!;
        admit(door, visit, req);
        if (door.needs === 'nothing') await door.serve(visit, req, res);
        else await door.serve(visit as MemberVisit, req, res);
      },
  };
}

export type Guard = ReturnType<typeof createGuard>;
