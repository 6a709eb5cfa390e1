import express, { type Express } from 'express';
import type { Clock } from '../ground/clock.ts';
import type { Log } from '../ground/log.ts';
import type { Outbox } from '../ground/outbox.ts';
import type { Database } from '../ground/sql.ts';
import { createDeliveryLoop } from './events/deliveryLoop.ts';
import { createFaultRoutes } from './faults/faultRoutes.ts';
import { createFaults } from './faults/faults.ts';
import { createHousekeeping } from './housekeeping.ts';
import { createInvoiceRoutes } from './pages/bills/invoiceRoutes.ts';
import { createOpenInvoice } from './pages/bills/openInvoice.ts';
import { createReceiptRoutes } from './pages/bills/receiptRoutes.ts';
import { createCheckoutRoutes } from './pages/checkoutRoutes.ts';
import { createFailedPage, refuseOddAddress } from './pages/failedPage.ts';
import { readIndexData } from './pages/indexData.ts';
import { indexPage } from './pages/indexPage.ts';
import { createIntentBankRoutes } from './pages/intentBankRoutes.ts';
import { createOpenSession } from './pages/openSession.ts';
import { createOutboxRoutes } from './pages/outboxRoutes.ts';
import { createOpenPortal } from './pages/portal/openPortal.ts';
import { createPortalRoutes } from './pages/portal/portalRoutes.ts';
import { protectPage } from './pages/protectPage.ts';
import { createTransact } from './store/transact.ts';
import { includable, surface } from './surface.ts';
import { createApiRouter } from './wire/apiRouter.ts';
import { createExpand } from './wire/expand.ts';
import { createRequestKeys } from './wire/requestKeys.ts';

export interface SandboxDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** Where browsers reach the sandbox, such as http://127.0.0.1:12111; a function where the port is not known yet. */
  readonly publicUrl: string | (() => string);
  /** Letters that were not sent, to be looked at. */
  readonly outbox?: Outbox | undefined;
}

/**
 * Stripe's stand-in: its API under /v1 for the unmodified SDK, its hosted pages, and its webhooks. All it knows is in the
 * database; `start` begins to deliver events and to let time pass, `stop` ends both.
 */
export function createSandbox({ database, clock, log, publicUrl, outbox }: SandboxDeps) {
  const urlOf = typeof publicUrl === 'string' ? () => publicUrl : publicUrl;
  const faults = createFaults({ database });
  const deliveries = createDeliveryLoop({ database, clock, faults, log });
  const transact = createTransact({ database, clock, publicUrl: urlOf, wake: deliveries.wake });
  const requestKeys = createRequestKeys({ database, clock });
  const housekeeping = createHousekeeping({ database, clock, log, transact, requestKeys });

  const app: Express = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(refuseOddAddress);
  app.use(createCheckoutRoutes({ open: createOpenSession({ database, transact }), clock }));
  app.use(createIntentBankRoutes({ database, transact }));
  app.use(createInvoiceRoutes({ open: createOpenInvoice({ database, transact }), clock }));
  app.use(createReceiptRoutes({ database, transact }));
  app.use(createPortalRoutes({ open: createOpenPortal({ database, transact }), clock }));
  app.get('/', protectPage, async (req, res) => {
    const data = await readIndexData(database);
    const { wrong } = req.query;
    res.send(
      indexPage({
        data,
        faults: await faults.get(),
        routes: surface,
        hasOutbox: outbox !== undefined,
        isSet: req.query.faults === 'set',
        wrong: typeof wrong === 'string' ? wrong.slice(0, 1000) : undefined,
      }),
    );
  });
  if (outbox) app.use(createOutboxRoutes(outbox));
  app.use(createFaultRoutes({ faults }));
  app.use(
    createApiRouter({
      routes: surface,
      transact,
      requestKeys,
      expand: createExpand(includable),
      faults,
      publicUrl: urlOf,
      log,
    }),
  );

  app.use(createFailedPage(log));

  return {
    app,
    /** Does what is due by now, as it also does by itself every few seconds. */
    keepHouse: housekeeping.tick,
    async start(): Promise<void> {
      deliveries.start();
      housekeeping.start();
    },
    async stop(): Promise<void> {
      await housekeeping.stop();
      await deliveries.stop();
    },
  };
}

export type Sandbox = ReturnType<typeof createSandbox>;
