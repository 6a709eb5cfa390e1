import { type Queryable, toInteger } from '../ground/sql.ts';

/** What a month moved, in one currency. Minor units; costs are positive. */
export interface MonthFigures {
  /** Such as 2026-11. */
  readonly month: string;
  readonly currency: string;
  readonly once: number;
  readonly monthly: number;
  readonly annual: number;
  /** All gifts, before anything is taken off. */
  readonly gross: number;
  readonly fees: number;
  readonly refunds: number;
  readonly disputes: number;
  /** What no gift explains: positive came in. */
  readonly other: number;
  /** What stayed: gross less all of these. */
  readonly net: number;
  /** What went to the bank. */
  readonly payouts: number;
}

export interface MonthsWanted {
  /** Both inclusive, such as 2026-11. */
  readonly from: string;
  readonly to: string;
  /** Where a month begins at midnight. */
  readonly timeZone: string;
  readonly publisher?: string | undefined;
}

interface Sum {
  readonly month: string;
  readonly currency: string;
  readonly account: string;
  readonly payout: boolean;
  readonly amount: number;
}

// Where money of the publisher lies: what these move together is what stayed.
const held = new Set(['stripe_balance', 'payouts_in_transit', 'bank']);

function figuresOf(month: string, currency: string, sums: readonly Sum[]): MonthFigures {
  const of = (test: (sum: Sum) => boolean) =>
    sums.filter(test).reduce((total, { amount }) => total + amount, 0);
  const account = (name: string) => of((sum) => sum.account === name);
  // Minus nothing is written -0, which no reader of a statement wants to see.
  const received = (name: string) => 0 - account(name);
  const [once, monthly, annual] = [
    received('gifts:once'),
    received('gifts:monthly'),
    received('gifts:annual'),
  ];
  const gross = once + monthly + annual;
  const [fees, refunds] = [account('fees'), account('refunds')];
  const disputes = of((sum) => sum.account.startsWith('disputes'));
  const net = of((sum) => held.has(sum.account));
  return {
    month,
    currency,
    once,
    monthly,
    annual,
    gross,
    fees,
    refunds,
    disputes,
    other: net - (gross - fees - refunds - disputes),
    net,
    payouts: 0 - of((sum) => sum.payout && sum.account === 'stripe_balance'),
  };
}

/** The figures of each month that moved anything, by month and currency. */
export async function listMonthFigures(
  db: Queryable,
  { from, to, timeZone, publisher }: MonthsWanted,
): Promise<MonthFigures[]> {
  const { rows } = await db.query<Record<string, unknown>>(
    `select to_char(t.at at time zone $1, 'YYYY-MM') as month, e.currency, e.account,
       t.kind like 'payout%' as payout, sum(e.amount)::text as amount
     from transfer t join entry e on e.transfer_id = t.id
     where t.at >= ($2 || '-01')::timestamp at time zone $1
       and t.at < (($3 || '-01')::timestamp + interval '1 month') at time zone $1
       and ($4::text is null or t.publisher = $4)
     group by 1, 2, 3, 4 order by 1, 2`,
    [timeZone, from, to, publisher ?? null],
  );
  const groups = new Map<string, Sum[]>();
  for (const row of rows) {
    const sum = { ...row, amount: toInteger(row.amount) } as Sum;
    const key = `${sum.month} ${sum.currency}`;
    groups.set(key, [...(groups.get(key) ?? []), sum]);
  }
  return [...groups].map(([key, sums]) => {
    const [month, currency] = key.split(' ');
    return figuresOf(month!, currency!, sums);
  });
}
