import type { Stripe } from '../../ground/stripe.ts';
import { idOf } from '../store/objectTypes.ts';
import { invalidParameter, notModelled } from '../wire/apiError.ts';
import { integer, text } from '../wire/parameters.ts';
import { getRoute } from '../wire/route.ts';

type Charge = Stripe.Charge;

/** What may be searched for: https://docs.stripe.com/search#query-fields-for-charges */
const fieldsOfCharge: Readonly<Record<string, (charge: Charge) => string | number | boolean>> = {
  amount: ({ amount }) => amount,
  created: ({ created }) => created,
  currency: ({ currency }) => currency,
  customer: ({ customer }) => idOf(customer) ?? '',
  disputed: ({ disputed }) => disputed,
  refunded: ({ refunded }) => refunded,
  status: ({ status }) => status,
  'payment_method_details.card.brand': (charge) => charge.payment_method_details?.card?.brand ?? '',
  'payment_method_details.card.last4': (charge) => charge.payment_method_details?.card?.last4 ?? '',
};

const clause = /^(-?)([a-z0-9_.]+)(:|>=|<=|>|<)(?:"([^"]*)"|'([^']*)'|(\d+))$/;

type Test = (charge: Charge) => boolean;

function readClause(words: string): Test {
  const [, minus, name, sign, quoted, quotedOnce, number] = clause.exec(words) ?? [];
  if (name === undefined)
    throw invalidParameter('query', `We were unable to parse your search query: '${words}'.`);
  const read = fieldsOfCharge[name];
  if (!read) throw notModelled(`query: ${name}`);
  const wanted = quoted ?? quotedOnce ?? number!;
  const holds: Test = (charge) => {
    const value = read(charge);
    const rest = Number(value) - Number(wanted);
    if (sign === ':') return String(value).toLowerCase() === wanted.toLowerCase();
    return { '>': rest > 0, '>=': rest >= 0, '<': rest < 0, '<=': rest <= 0 }[sign!]!;
  };
  return minus ? (charge) => !holds(charge) : holds;
}

/** A query of clauses joined by AND. @throws ApiError */
function readQuery(query: string): Test {
  if (/ OR /i.test(query)) throw notModelled('query: OR');
  const tests = query.trim().split(/\s+AND\s+|\s+/i);
  const all = tests.map(readClause);
  return (charge) => all.every((holds) => holds(charge));
}

const path = '/v1/charges/search';

/** GET of charges by what they are. Real ones are found up to a minute late; here, at once. */
export const chargeSearch = getRoute(
  path,
  { query: text, limit: integer.optional(), page: text.optional() },
  async (work, { query, limit = 10, page }) => {
    const holds = readQuery(query);
    const found: Charge[] = [];
    let after = page;
    let hasMore = true;
    while (hasMore && found.length <= limit) {
      const list = await work.list('charge', { limit: 100, startingAfter: after });
      found.push(...list.data.filter(holds));
      after = list.data.at(-1)?.id;
      hasMore = list.hasMore;
    }
    const data = found.slice(0, limit);
    const isCut = found.length > limit;
    return {
      object: 'search_result',
      data,
      has_more: isCut,
      next_page: isCut ? data.at(-1)!.id : null,
      url: path,
    };
  },
);
