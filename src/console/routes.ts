import express, { type RequestHandler, type Router } from 'express';
import { readBodies } from '../ground/bodies.ts';
import type { Clock } from '../ground/clock.ts';
import type { Config } from '../ground/config.ts';
import type { Limits } from '../ground/limits.ts';
import type { Log } from '../ground/log.ts';
import type { Mailer } from '../ground/mail.ts';
import { pageSecurity } from '../ground/pageSecurity.ts';
import { Problem } from '../ground/problem.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { Secrets } from '../ground/secrets.ts';
import type { Database } from '../ground/sql.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import type { Reconcile } from '../reconcile/reconcile.ts';
import { createEventBodies } from '../webhooks/eventBodies.ts';
import { createRehearse } from '../webhooks/rehearse.ts';
import { accountDoors } from './accountDoors.ts';
import { accountStatementDoors } from './accountStatementDoors.ts';
import { auditDoors } from './auditDoors.ts';
import { createCookies } from './cookie.ts';
import { demoDoors } from './demoDoors.ts';
import type { Door } from './door.ts';
import { errorPage } from './errorPage.ts';
import { eventDoors } from './eventDoors.ts';
import { type GiftActDoorsDependencies, giftActDoors } from './giftActDoors.ts';
import { giftDoors } from './giftDoors.ts';
import { createGuard } from './guard.ts';
import { createInvite } from './invite.ts';
import { ledgerDoors } from './ledgerDoors.ts';
import { matterDoors } from './matterDoors.ts';
import { monthDoors } from './monthDoors.ts';
import { createOidc } from './oidc.ts';
import { oidcDoors } from './oidcDoors.ts';
import { overviewDoors } from './overviewDoors.ts';
import { payoutDoors } from './payoutDoors.ts';
import { type RefundDoorsDependencies, refundDoors } from './refundDoors.ts';
import { rehearsalDoors } from './rehearsalDoors.ts';
import { createSecondFactor } from './secondFactor.ts';
import { createSignIn } from './signIn.ts';
import { signInDoors } from './signInDoors.ts';
import { staffChangeDoors } from './staffChangeDoors.ts';
import { staffDoors } from './staffDoors.ts';
import { createWelcome } from './welcome.ts';
import { welcomeDoors } from './welcomeDoors.ts';

export interface ConsoleDependencies
  extends Omit<GiftActDoorsDependencies, 'canSend'>,
    RefundDoorsDependencies {
  readonly mailer: Pick<Mailer, 'kind'>;
  readonly config: Config;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly limits: Limits;
  readonly publishers: Publishers;
  readonly accounts: StripeAccounts;
  /** Told when an event is to be tried again. */
  readonly drain: { readonly poke: () => void };
  readonly reconcile: Reconcile;
}

// More than the widget's forms need: a hundred events can be picked at once.
const formBytes = 64 * 1024;

/** Every door of the console, in one list: what is not here cannot be reached. */
export function consoleDoors(dependencies: ConsoleDependencies): Door[] {
  const { config, db, clock, log, secrets, limits, publishers, accounts } = dependencies;
  const cookies = createCookies(config.publicUrl);
  const secondFactor = createSecondFactor(secrets);
  const oidc = createOidc(config);
  const hasOidc = oidc !== undefined;
  const houseName = [...publishers.values()].map(({ name }) => name).join(', ');
  const signIn = createSignIn({ db, clock, limits, secondFactor });
  const welcome = createWelcome({ db, clock, secondFactor });
  const invite = createInvite({ db, clock, publicUrl: config.publicUrl });
  return [
    ...signInDoors({ db, clock, cookies, signIn, hasOidc, houseName }),
    ...demoDoors({ db, clock, cookies }),
    ...welcomeDoors({ welcome, secondFactor, cookies, hasOidc }),
    ...oidcDoors({ db, clock, log, secrets, cookies, oidc }),
    ...accountDoors({ db, clock }),
    ...overviewDoors({ db, publishers, alertsTo: config.alertsTo }),
    ...matterDoors({ db, clock, publishers }),
    ...eventDoors({
      db,
      bodies: createEventBodies(secrets),
      clock,
      publishers,
      onEvent: dependencies.drain.poke,
    }),
    ...rehearsalDoors({
      db,
      clock,
      publishers,
      rehearse: createRehearse({ db, accounts, clock }),
      onEvent: dependencies.drain.poke,
    }),
    ...giftDoors({ db, clock, publishers, accounts }),
    ...giftActDoors({ ...dependencies, canSend: dependencies.mailer.kind !== 'none' }),
    ...refundDoors(dependencies),
    ...ledgerDoors({ db, clock, publishers }),
    ...accountStatementDoors({ db, clock, publishers }),
    ...payoutDoors({ db, clock, publishers, reconcile: dependencies.reconcile }),
    ...monthDoors({ db, clock, publishers }),
    ...staffDoors({ db, clock, invite }),
    ...staffChangeDoors({ db, clock }),
    ...auditDoors({ db, clock }),
  ];
}

const neverKept: RequestHandler = (_req, res, next) => {
  // Forms send where they come from only to pages of the same site: that is how they are known to be ours.
  res.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'same-origin' });
  next();
};

/** The pages for finance staff; mount at /console. Who is not signed in sees the sign-in, whatever they asked for. */
export function consoleRoutes(dependencies: ConsoleDependencies): Router {
  const { config, db, clock, log, secrets, publishers } = dependencies;
  const router = express.Router();
  // That of the publishers where they share one; a person chooses their own.
  const zones = new Set([...publishers.values()].map(({ timeZone }) => timeZone));
  const timeZone = zones.size === 1 ? [...zones][0]! : 'UTC';
  const guard = createGuard({
    db,
    clock,
    secrets,
    cookies: createCookies(config.publicUrl),
    publicUrl: config.publicUrl,
    timeZone,
  });
  router.use(pageSecurity(), neverKept, guard.recognize, readBodies(formBytes));
  for (const door of consoleDoors(dependencies)) router[door.method](door.path, guard.behind(door));
  const nowhere: Door = {
    method: 'get',
    path: '/{*rest}',
    needs: 'viewer',
    serve: () => {
      throw new Problem('not_found');
    },
  };
  router.all('/{*rest}', guard.behind(nowhere));
  router.use(errorPage({ log }));
  return router;
}
