import { join } from 'node:path';
import { readConfig } from '../../src/ground/config.ts';
import { stripeKeys } from './stripeKeys.ts';

/** Settings of a service whose account is at the sandbox. */
export const drainConfig = (databaseUrl: string, stripeUrl: string) =>
  readConfig({
    ...stripeKeys,
    CONFIG_DIR: join(import.meta.dirname, '../../config'),
    DATABASE_URL: databaseUrl,
    STRIPE_API_BASE: stripeUrl,
    APP_SECRET: 'secret of the bench, of no use elsewhere',
  });
