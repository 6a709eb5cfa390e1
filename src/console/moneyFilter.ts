import { html } from '../ground/html.ts';
import { Problem } from '../ground/problem.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import { input, select } from './pieces.ts';
import { typedAmount } from './typedAmount.ts';
import type { Visit } from './visit.ts';

export const currenciesOf = (publishers: Publishers): string[] => [
  ...new Set([...publishers.values()].map(({ currency }) => currency)),
];

export interface AskedSum {
  readonly amount?: string | undefined;
  readonly currency?: string | undefined;
}

/** The sums that a filter asks for, in minor units: of one currency, or of each that there is. @throws Problem where it is no amount */
export function sumsOf(
  publishers: Publishers,
  { amount, currency }: AskedSum,
): { sums?: { amount: number; currency: string }[] } {
  if (amount === undefined) return {};
  const currencies = currency === undefined ? currenciesOf(publishers) : [currency];
  const sums = currencies.flatMap((one) => {
    const minor = typedAmount(amount, one);
    return minor === undefined ? [] : [{ amount: minor, currency: one }];
  });
  if (sums.length > 0) return { sums };
  throw new Problem('invalid_request', {
    faults: [{ at: '/amount', says: 'must be an amount such as 12.50' }],
  });
}

/** The fields of a filter by amount; the currency only where there is a choice. */
export function amountFields({ say }: Visit, publishers: Publishers, asked: AskedSum) {
  const currencies = currenciesOf(publishers);
  const options = currencies.map((one) => [one, one.toUpperCase()] as const);
  return html`${input({ name: 'amount', label: say('amount'), value: asked.amount, inputmode: 'decimal' })}
${currencies.length > 1 && select({ name: 'currency', label: say('currency'), value: asked.currency, options: [['', say('any')], ...options] })}`;
}
