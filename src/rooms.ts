import { createBooks } from './books.ts';
import { createProducts } from './checkout/product.ts';
import { createStart } from './checkout/start.ts';
import { createStatus } from './checkout/status.ts';
import { eraseReader } from './command/eraseReader.ts';
import { createReadReader } from './entitlement/readReader.ts';
import { createSupporters } from './entitlement/supporter.ts';
import type { Clock } from './ground/clock.ts';
import type { Config } from './ground/config.ts';
import { createLimits } from './ground/limits.ts';
import type { Log } from './ground/log.ts';
import type { Metrics } from './ground/metrics.ts';
import type { Publishers } from './ground/readPublishers.ts';
import type { Secrets } from './ground/secrets.ts';
import type { StripeAccounts } from './ground/stripeAccounts.ts';
import { createLetters } from './letters.ts';
import { createMeter } from './meter/store.ts';
import type { Stores } from './openStores.ts';
import { createSnoozes } from './snooze/store.ts';
import { createChangeGift } from './supporter/changeGift.ts';
import { createPassKeys } from './supporter/passKeys.ts';
import { createOpenPortal } from './supporter/portal.ts';
import { createTallies } from './tally/store.ts';
import { createEventBodies } from './webhooks/eventBodies.ts';

export interface RoomsDependencies {
  readonly config: Config;
  readonly publishers: Publishers;
  readonly accounts: StripeAccounts;
  readonly stores: Stores;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly secrets: Secrets;
  readonly leaseS: number | undefined;
  readonly lettersEveryMs: number | undefined;
}

/** Furnishes the house, from the records up. */
export function furnish(dependencies: RoomsDependencies) {
  const { accounts, stores, clock, log, metrics, secrets } = dependencies;
  const { db, keyvalue } = stores;
  const snoozes = createSnoozes({ store: keyvalue, clock, secrets });
  const meter = createMeter({ store: keyvalue, clock, secrets });
  const supporters = createSupporters({ db, clock, secrets });
  const bodies = createEventBodies(secrets);
  const books = createBooks({ ...dependencies, db, bodies });
  return {
    ...dependencies,
    limits: createLimits({ client: stores.counts, secrets }),
    bodies,
    eraseReader: (email: string) => eraseReader({ ...dependencies, db }, email),
    passKeys: createPassKeys({ db, clock, secrets }),
    changeGift: createChangeGift({ db, accounts, clock }),
    openPortal: createOpenPortal({ accounts }),
    ...createLetters({ ...dependencies, db, secrets }),
    snoozes,
    meter,
    supporters,
    tallies: createTallies({ db, clock }),
    readReader: createReadReader({ metrics, snoozes, meter, supporters }),
    startCheckout: createStart({ db, clock, secrets, accounts, products: createProducts() }),
    checkoutStatus: createStatus({ db, clock, secrets, accounts, log }),
    books,
    drain: books.drain,
  };
}

export type Rooms = ReturnType<typeof furnish>;
