import type { Request, Response } from 'express';
import { note } from '../audit/store.ts';
import type { Clock } from '../ground/clock.ts';
import type { Log } from '../ground/log.ts';
import { Problem } from '../ground/problem.ts';
import type { Secrets } from '../ground/secrets.ts';
import type { Database } from '../ground/sql.ts';
import { clientOf } from './client.ts';
import type { Cookies } from './cookie.ts';
import { type Door, pathWithin } from './door.ts';
import { findLink, useLink } from './linkStore.ts';
import { type Identity, type Oidc, ProviderSilent, type Trip } from './oidc.ts';
import { beginSession } from './sessionStore.ts';
import { bindIdentity, findStaff, findStaffByIdentity } from './staffStore.ts';

export interface OidcDoorsDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly cookies: Cookies;
  readonly oidc: Oidc | undefined;
}

const tripSeconds = 600;

/** The person of an identity; the first time it is the one of the welcome link. */
async function personOf(
  { db, clock }: Pick<OidcDoorsDependencies, 'db' | 'clock'>,
  { issuer, subject }: Identity,
  link: string | undefined,
) {
  const now = clock.now();
  const staffId = link ? await findLink(db, link, 'welcome', now) : undefined;
  if (!link || !staffId) return findStaffByIdentity(db, issuer, subject);
  return db.transaction(async (tx) => {
    // Bound before the link is used up: who came with an identity that is another's can use it for their own.
    if (!(await bindIdentity(tx, staffId, issuer, subject))) return undefined;
    if (!(await useLink(tx, link, now))) throw new Problem('conflict');
    await note(tx, clock, { actor: staffId, act: 'identity_bound', detail: issuer });
    return findStaff(tx, staffId);
  });
}

/** Sign-in through the organisation's provider: out and back. Nobody gets in whom a welcome link did not tie to it. */
export function oidcDoors(dependencies: OidcDoorsDependencies): Door[] {
  const { db, clock, log, secrets, cookies, oidc } = dependencies;
  const provider = (): Oidc => {
    if (!oidc) throw new Problem('not_found');
    return oidc;
  };

  const refuse = (res: Response, error: unknown, to = '/console') => {
    const isSilent = error instanceof ProviderSilent;
    log.warn({ err: error }, 'a sign-in by OpenID failed');
    const query = new URLSearchParams({ failed: isSilent ? 'silent' : 'oidc', to });
    res.redirect(303, `/console/sign-in?${query}`);
  };

  /** Lets a person in, or says that they are none of ours. */
  async function admit(req: Request, res: Response, trip: Trip, identity: Identity) {
    const staff = await personOf(dependencies, identity, trip.link);
    if (!staff || staff.closedAt !== null) {
      if (staff)
        await db.transaction((tx) => note(tx, clock, { actor: staff.id, act: 'sign_in_refused' }));
      return res.redirect(303, '/console/sign-in?failed=unknown');
    }
    const client = clientOf(req.get('User-Agent'));
    const session = await db.transaction(async (tx) => {
      await note(tx, clock, { actor: staff.id, act: 'signed_in', detail: identity.issuer });
      return beginSession(tx, { staffId: staff.id, client, now: clock.now() });
    });
    cookies.write(res, 'session', session);
    res.redirect(303, trip.to);
  }

  return [
    {
      method: 'get',
      path: '/oidc',
      needs: 'nothing',
      async serve(_visit, req, res) {
        const link = typeof req.query.link === 'string' ? req.query.link : undefined;
        const to = pathWithin(req.query.to);
        const out = await provider()
          .leave({ to, link })
          .catch((error: unknown) => refuse(res, error, to));
        if (!out) return;
        cookies.write(
          res,
          'oidc',
          secrets.seal('console oidc', JSON.stringify(out.trip), 'trip'),
          tripSeconds,
        );
        res.redirect(303, out.url.href);
      },
    },
    {
      method: 'get',
      path: '/oidc/back',
      needs: 'nothing',
      async serve(_visit, req, res) {
        const sealed = cookies.read(req, 'oidc');
        const opened = sealed && secrets.open('console oidc', sealed, 'trip');
        cookies.clear(res, 'oidc');
        if (!opened) return refuse(res, new Error('nobody left on a trip'));
        const trip = JSON.parse(opened) as Trip;
        const identity = await provider()
          .arrive(trip, req.originalUrl.split('?')[1] ?? '')
          .catch((error: unknown) => refuse(res, error, trip.to));
        if (identity) await admit(req, res, trip, identity);
      },
    },
  ];
}
