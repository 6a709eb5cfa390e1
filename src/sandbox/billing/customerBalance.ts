import type { Stripe } from '../../ground/stripe.ts';
import { leastOf } from '../catalogue/amounts.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';

/** What an invoice in a currency begins with: a customer's balance is in their own, and counts for that one alone. */
export const startingBalance = (customer: Stripe.Customer, currency: string): number =>
  (customer.currency ?? currency) === currency ? customer.balance : 0;

/**
 * What an invoice comes to with a customer's balance (minor units; less than nothing is theirs): what is too little to be
 * charged, or less than nothing, is left on the balance, and nothing is due.
 * https://docs.stripe.com/billing/customer/balance
 */
export function withBalance(
  customer: Stripe.Customer,
  invoice: Pick<Stripe.Invoice, 'currency' | 'total'>,
) {
  const starting = startingBalance(customer, invoice.currency);
  const sum = invoice.total + starting;
  const due = sum >= Math.max(1, leastOf(invoice.currency)) ? sum : 0;
  return {
    amount_due: due,
    amount_remaining: due,
    starting_balance: starting,
    ending_balance: sum - due,
  };
}

function setBalance(work: Work, customer: Stripe.Customer, balance: number): void {
  const before = customer.balance;
  if (balance === before) return;
  customer.balance = balance;
  work.save('customer', customer);
  work.emit('customer.updated', customer, { balance: before });
}

/** An invoice becomes due: what its customer's balance does to it, and it to the balance. */
export function applyBalance(work: Work, customer: Stripe.Customer, invoice: Stripe.Invoice): void {
  const after = withBalance(customer, invoice);
  Object.assign(invoice, after);
  const moved = after.ending_balance - after.starting_balance;
  if (moved !== 0) customer.currency ??= invoice.currency;
  setBalance(work, customer, customer.balance + moved);
}

/** An invoice is void: what it took from its customer's balance, or put there, is undone. */
export async function giveBalanceBack(work: Work, invoice: Stripe.Invoice): Promise<void> {
  const applied = invoice.starting_balance - (invoice.ending_balance ?? invoice.starting_balance);
  const customer = await work.find('customer', idOf(invoice.customer)!);
  if (customer && applied !== 0) setBalance(work, customer, customer.balance + applied);
}
