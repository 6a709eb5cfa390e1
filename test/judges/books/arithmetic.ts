import type Stripe from 'stripe';
import { feeFaults } from './feeFaults.ts';
import type { Lists } from './readLists.ts';

type Moved = string | Stripe.BalanceTransaction | null | undefined;

const movedBy = (...moved: Moved[]): Stripe.BalanceTransaction[] =>
  moved.filter((one): one is Stripe.BalanceTransaction => !!one && typeof one !== 'string');

const sum = (amounts: readonly number[]): number => amounts.reduce((total, one) => total + one, 0);
const amountOf = (moved: readonly Stripe.BalanceTransaction[]) =>
  sum(moved.map((one) => one.amount));
const netOf = (moved: readonly Stripe.BalanceTransaction[]) => sum(moved.map((one) => one.net));

/** Payouts whose money is with the bank, or on its way there. */
const isOut = ({ status }: Stripe.Payout): boolean =>
  ['pending', 'in_transit', 'paid'].includes(status);

/** What charges, refunds and disputes say that they moved. */
const movements = ({ charges, refunds, disputes }: Lists) => ({
  charges: charges.flatMap((charge) => movedBy(charge.balance_transaction)),
  refunds: refunds.flatMap((one) =>
    movedBy(one.balance_transaction, one.failure_balance_transaction),
  ),
  disputes: disputes.flatMap((dispute) => movedBy(...dispute.balance_transactions)),
});

/** charges − refunds − disputes − fees = available + pending + paid out, in one currency. */
function checkCurrency(lists: Lists, currency: string): string[] {
  const isHere = <T extends { currency: string }>(one: T) => one.currency === currency;
  const moved = movements(lists);
  const [charges, refunds, disputes] = [moved.charges, moved.refunds, moved.disputes].map((some) =>
    some.filter(isHere),
  ) as [Stripe.BalanceTransaction[], Stripe.BalanceTransaction[], Stripe.BalanceTransaction[]];
  const fees = sum([...charges, ...refunds, ...disputes].map((one) => one.fee));
  // What refunds and disputes moved is less than nothing.
  const earned = amountOf(charges) - -amountOf(refunds) - -amountOf(disputes) - fees;
  const { available, pending } = lists.balance;
  const kept = sum([...available, ...pending].filter(isHere).map((fund) => fund.amount));
  const paidOut = sum(
    lists.payouts
      .filter(isHere)
      .filter(isOut)
      .map((payout) => payout.amount),
  );
  return earned === kept + paidOut
    ? []
    : [`${currency}: ${earned} was earned, and ${kept} is there and ${paidOut} paid out`];
}

/** A payout is the sum of what it is made of, and the balance went down by as much. */
function checkPayout({ partsOf }: Lists, { id, amount }: Stripe.Payout): string[] {
  const parts = partsOf.get(id) ?? [];
  const [own, others] = [true, false].map((isOwn) =>
    parts.filter(({ type, source }) => (type === 'payout' && source === id) === isOwn),
  ) as [Stripe.BalanceTransaction[], Stripe.BalanceTransaction[]];
  const faults: string[] = [];
  if (netOf(others) !== amount)
    faults.push(`payout of ${amount} is made of transactions of ${netOf(others)}`);
  if (netOf(own) !== -amount) faults.push(`payout of ${amount} moved ${netOf(own)}`);
  return faults;
}

/** Every transaction is that of something, is listed once, and is in one payout at most. */
function checkWhole(lists: Lists): string[] {
  const faults: string[] = [];
  const { charges, refunds, disputes } = movements(lists);
  const told = new Set([...charges, ...refunds, ...disputes].map(({ id }) => id));
  const listed = lists.transactions.filter(({ type }) => !type.startsWith('payout'));
  const ids = new Set(listed.map(({ id }) => id));
  if (ids.size !== listed.length) faults.push('a transaction is listed twice');
  for (const { id, type } of listed)
    if (!told.has(id)) faults.push(`a ${type} of the balance is that of nothing`);
  for (const id of told) if (!ids.has(id)) faults.push(`${id} is not in the balance’s list`);
  const parts = [...lists.partsOf.values()].flat().map(({ id }) => id);
  if (new Set(parts).size !== parts.length) faults.push('a transaction is in two payouts');
  for (const { paid, balance_transaction: moved } of lists.charges)
    if (paid && !moved) faults.push('a paid charge moved nothing');
  return faults;
}

/** What does not add up in an account's lists; nothing where all does. */
export function arithmeticFaults(lists: Lists): string[] {
  const currencies = new Set(lists.transactions.map(({ currency }) => currency));
  return [
    ...[...currencies].sort().flatMap((currency) => checkCurrency(lists, currency)),
    ...lists.payouts
      .filter(({ automatic }) => automatic)
      .flatMap((payout) => checkPayout(lists, payout)),
    ...checkWhole(lists),
    ...feeFaults(lists.transactions),
  ];
}
