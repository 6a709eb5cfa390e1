import type { Publishers } from './ground/readPublishers.ts';
import type { Database } from './ground/sql.ts';
import { stripeApiVersion } from './ground/stripe.ts';
import type { StripeAccounts } from './ground/stripeAccounts.ts';

export interface RegisterDependencies {
  readonly publishers: Publishers;
  readonly accounts: StripeAccounts;
  readonly db: Database;
  /** Where this service listens, as the sandbox reaches it. */
  readonly address: string;
}

// A sandbox tells all that happens: what nothing depends on is there to be seen in the inbox, too.
const enabledEvents = ['*'] as const;

async function register(
  { accounts, db, address }: RegisterDependencies,
  publisher: string,
): Promise<string> {
  const { stripe } = accounts.of(publisher);
  const url = `${address}/webhooks/stripe/${publisher}`;
  const name = `sandbox webhook secret of ${publisher} at ${url}`;
  const { rows } = await db.query<{ value: string }>('select value from setting where name = $1', [
    name,
  ]);
  const { data } = await stripe.webhookEndpoints.list({ limit: 100 });
  const known = data.find((one) => one.url === url);
  if (known && rows[0]) return rows[0].value;
  // A secret is told once, when its endpoint is made: an endpoint whose secret we lack is of no use.
  for (const stale of data) await stripe.webhookEndpoints.del(stale.id);
  const made = await stripe.webhookEndpoints.create({
    url,
    enabled_events: [...enabledEvents],
    api_version: stripeApiVersion,
    description: 'smallfavor',
  });
  if (!made.secret) throw new Error('the sandbox told no secret');
  await db.query(
    'insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value',
    [name, made.secret],
  );
  return made.secret;
}

/** Registers our webhook door with the sandbox, for each publisher's account, and learns the signing secrets. */
export async function registerEndpoints(dependencies: RegisterDependencies): Promise<void> {
  for (const publisher of dependencies.publishers.keys()) {
    dependencies.accounts.learnSecrets(publisher, [await register(dependencies, publisher)]);
  }
}
