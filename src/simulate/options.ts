import { parseArgs } from 'node:util';
import { z } from 'zod';
import { monthsFrom, monthsUntil } from './span.ts';

export interface SimulateOptions {
  readonly months: number;
  readonly supporters: number;
  readonly seed: number;
  /** Midnight (UTC), in unix seconds. */
  readonly from: number;
  readonly days: number;
  /** A running sandbox; one of its own, in a folder that goes when it is done, where absent. */
  readonly api: string | undefined;
  readonly key: string;
}

/** Every mistake in the arguments at once, each fit to be shown. */
export class ArgumentError extends Error {
  constructor(reasons: readonly string[]) {
    super(
      `cannot simulate:\n${[...new Set(reasons)].map((reason) => `  - ${reason}`).join('\n')}\n\n--help shows what it takes.`,
    );
  }
}

export const helpText = `Plays a publication's year through the sandbox: gifts once, monthly and annual in three
currencies, renewals, failing cards, changes, pauses, cancellations, refunds, disputes and payouts.
The same seed plays the same year. Who leaves is followed by another, so that as many give all along;
beside them one in ten gives annually, and one for every three gives once.

  npm run simulate -- [--months 12] [--supporters 300] [--seed 7]

  --months      how long it is: 1 to 36                                   (12)
  --supporters  how many give monthly at a time: 1 to 5000                (300)
  --seed        a whole number; another seed is another year              (7)
  --from        the day it begins, such as 2025-11-24                     (so many months ago)
  --api         a running sandbox, such as http://127.0.0.1:12111         (one of its own)
  --key         the secret key of the account there                       (sk_test_simulated_year)
  --help        this

Ctrl-C stops it; what happened until then stays.
`;

const within = (least: number, most: number) =>
  z.coerce
    .number(`must be a whole number from ${least} to ${most}`)
    .int(`must be a whole number from ${least} to ${most}`)
    .min(least, `must be ${least} or more`)
    .max(most, `must be ${most} or less`);

const schema = z.object({
  months: within(1, 36).default(12),
  supporters: within(1, 5000).default(300),
  seed: within(0, 1_000_000).default(7),
  from: z.iso.date('must be a day, such as 2025-11-24').optional(),
  api: z
    .url({
      protocol: /^http$/,
      hostname: /^(127\.0\.0\.1|localhost)$/,
      error: 'must be the address of a sandbox on this machine, such as http://127.0.0.1:12111',
    })
    .optional(),
  key: z
    .string()
    .regex(/^sk_test_\w{4,}$/, 'must be a test key: sk_test_…')
    .default('sk_test_simulated_year'),
});

const names = Object.keys(schema.shape);

/** @returns undefined where help is asked for @throws ArgumentError */
export function readOptions(args: readonly string[], now: Date): SimulateOptions | undefined {
  const { values, tokens } = parseArgs({
    args: [...args],
    options: {
      ...Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
      help: { type: 'boolean' },
    },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  if (values.help) return undefined;
  const reasons: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') reasons.push(`${token.value} is not understood`);
    if (token.kind === 'option' && !names.includes(token.name))
      reasons.push(`${token.rawName} is not an option`);
    if (token.kind === 'option' && names.includes(token.name) && token.value === undefined)
      reasons.push(`${token.rawName} needs a value`);
  }
  const given = Object.entries(values).filter(
    ([name, value]) => names.includes(name) && typeof value === 'string',
  );
  const parsed = schema.safeParse(Object.fromEntries(given));
  for (const issue of parsed.error?.issues ?? [])
    reasons.push(`--${issue.path.join('.')} ${issue.message}`);
  if (!parsed.success || reasons.length > 0) throw new ArgumentError(reasons);
  const { months, from: day, api, ...rest } = parsed.data;
  return {
    ...rest,
    months,
    api,
    ...(day ? monthsFrom(new Date(day), months) : monthsUntil(now, months)),
  };
}
