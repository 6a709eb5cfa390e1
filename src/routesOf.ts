import { join } from 'node:path';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { appealRoutes } from './appeal/routes.ts';
import { readTexts } from './appeal/texts.ts';
import { checkRoutes } from './check/routes.ts';
import { checkoutRoutes } from './checkout/routes.ts';
import { consoleRoutes } from './console/routes.ts';
import { demoRoutes } from './demo/routes.ts';
import { readerRoutes } from './entitlement/readerRoutes.ts';
import { financeRoutes } from './finance/routes.ts';
import { publisherCors } from './ground/cors.ts';
import { refuseNul } from './ground/nul.ts';
import { notFound, problemHandler } from './ground/problemHandler.ts';
import { findPublisher } from './ground/readPublishers.ts';
import { requestLog } from './ground/requestLog.ts';
import { healthRoutes, type Phase } from './healthRoutes.ts';
import { meterRoutes } from './meter/routes.ts';
import { describedRoutes } from './operationsOf.ts';
import { opensPreview } from './preview/previewKey.ts';
import { previewRoutes } from './preview/routes.ts';
import { readerPages } from './readerPages.ts';
import { reminderRoutes } from './reminders/routes.ts';

import type { Rooms } from './rooms.ts';
import { snoozeRoutes } from './snooze/routes.ts';
import { giftRoutes } from './supporter/giftRoutes.ts';
import { passKeyRoutes, passRoutes } from './supporter/passRoutes.ts';
import { signInRoutes } from './supporter/signInRoutes.ts';
import { tallyRoutes } from './tally/routes.ts';
import { webhookRoutes } from './webhooks/routes.ts';

export interface RoutesDependencies {
  readonly rooms: Rooms;
  readonly assetsDir: string;
  readonly financeTokens: readonly string[];
  /** The origin of the sandbox's pages, where there is a sandbox. */
  readonly sandboxUrl: string | undefined;
  readonly phase: () => Phase;
}

// What one network address may do in ten minutes: many readers share one, no reader comes near.
const limits = {
  checkouts: { points: 60, seconds: 600 },
  readers: { points: 1200, seconds: 600 },
  checks: { points: 20, seconds: 600 },
  signIns: { points: 20, seconds: 3600 },
  signInsOfPerson: { points: 3, seconds: 3600 },
  reminders: { points: 20, seconds: 3600 },
  // Of all networks together: a flood from many of them ends here.
  remindersOfPublisher: { points: 3000, seconds: 3600 },
};

/** What widgets ask about readers and their gifts. */
function readerFacing(rooms: Rooms): RequestHandler[] {
  const { config, publishers, snoozes, meter, supporters, readReader } = rooms;
  const limiter = rooms.limits('readers', limits.readers);
  return [
    checkoutRoutes({
      publishers,
      publicUrl: config.publicUrl,
      countryHeader: config.countryHeader,
      start: rooms.startCheckout,
      status: rooms.checkoutStatus,
      limiter: rooms.limits('checkouts', limits.checkouts),
    }),
    snoozeRoutes({ ...rooms, limiter }),
    meterRoutes({ publishers, meter, limiter }),
    giftRoutes({
      ...rooms,
      db: rooms.stores.db,
      publicUrl: config.publicUrl,
      countryHeader: config.countryHeader,
      limiter,
    }),
    passRoutes({ ...rooms, db: rooms.stores.db, publicUrl: config.publicUrl, limiter }),
    signInRoutes({
      ...rooms,
      publicUrl: config.publicUrl,
      canSend: rooms.mailer.kind !== 'none',
      limiters: {
        network: rooms.limits('sign-ins', limits.signIns),
        person: rooms.limits('sign-ins of a person', limits.signInsOfPerson),
      },
    }),
    reminderRoutes({
      ...rooms,
      publicUrl: config.publicUrl,
      canSend: rooms.mailer.kind !== 'none',
      limiters: {
        network: rooms.limits('reminders', limits.reminders),
        publisher: rooms.limits('reminders of a publisher', limits.remindersOfPublisher),
      },
    }),
    tallyRoutes({ publishers, tallies: rooms.tallies, limiter }),
    readerRoutes({ ...rooms, publishers, readReader, snoozes, meter, supporters }),
  ];
}

/** The appeal, and what publishers look at before it is live. */
function publisherFacing({
  rooms,
  assetsDir,
  sandboxUrl,
}: Pick<RoutesDependencies, 'rooms' | 'assetsDir' | 'sandboxUrl'>): RequestHandler[] {
  const { config, publishers, clock } = rooms;
  const { publicUrl, countryHeader } = config;
  return [
    checkRoutes({
      publishers,
      publicUrl,
      limiter: rooms.limits('checks', limits.checks),
      mayBePrivate: sandboxUrl !== undefined,
    }),
    previewRoutes({
      publishers,
      publicUrl,
      texts: readTexts(join(assetsDir, 'copy')),
      mayLook: (publisher, key) =>
        sandboxUrl !== undefined || opensPreview(rooms.secrets, publisher, key),
    }),
    ...(sandboxUrl ? [demoRoutes({ publishers, publicUrl })] : []),
    appealRoutes({
      publishers,
      clock,
      assetsDir,
      mails: rooms.mailer.kind !== 'none',
      publicUrl,
      countryHeader,
      limiter: rooms.limits('checkouts', limits.checkouts),
      checkoutOrigins: [sandboxUrl ?? 'https://checkout.stripe.com'],
      startCheckout: ({ publisher, ...request }) =>
        rooms.startCheckout(findPublisher(publishers, publisher), request),
      readReader: ({ publisher, reader }) =>
        rooms.readReader(findPublisher(publishers, publisher), reader),
    }),
  ];
}

/** Every address of the service, in the order in which they are tried. */
export function routesOf({
  rooms,
  assetsDir,
  financeTokens,
  sandboxUrl,
  phase,
}: RoutesDependencies): Express {
  const { config, publishers, accounts, stores, clock, log, metrics, drain } = rooms;
  const { db, keyvalue } = stores;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.set('trust proxy', config.trustProxy);
  app.use(requestLog({ log, metrics }));
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
        useDefaults: false,
      },
    }),
  );
  app.use(refuseNul);
  app.use(healthRoutes({ db, keyvalue, log, metrics, metricsToken: config.metricsToken, phase }));
  app.use(describedRoutes(publishers, config.publicUrl));
  // Before any parser: an event's signature is over its bytes.
  app.use(
    '/webhooks',
    webhookRoutes({
      publishers,
      accounts,
      db,
      bodies: rooms.bodies,
      clock,
      log,
      metrics,
      onEvent: drain.poke,
    }),
  );
  app.use(
    '/v1/finance',
    financeRoutes({
      ...rooms.books,
      ...rooms,
      db,
      tokens: financeTokens,
      onEvent: drain.poke,
    }),
  );
  app.use('/console', consoleRoutes({ ...rooms, ...rooms.books, db }));
  app.use(publisherFacing({ rooms, assetsDir, sandboxUrl }));
  app.use(passKeyRoutes(rooms));
  app.use(readerPages(rooms, sandboxUrl));
  app.use('/v1/publishers/:publisher', publisherCors({ publishers, publicUrl: config.publicUrl }));
  app.use('/v1/publishers', readerFacing(rooms));
  app.use(notFound);
  app.use(problemHandler({ log }));
  return app;
}
