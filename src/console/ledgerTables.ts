import { type Html, html } from '../ground/html.ts';
import { type Account, chart } from '../ledger/account.ts';
import type { AccountLine, AccountTotal } from '../ledger/accountStatement.ts';
import type { Balance } from '../ledger/store.ts';
import type { MemberVisit } from './door.ts';
import { hereFor } from './pager.ts';
import { empty, id, link, notice, table } from './pieces.ts';

export const accountNames = Object.keys(chart) as Account[];

/** The accounts of one currency as debits and credits, in the order of the chart. */
function currencyTable(
  visit: MemberVisit,
  currency: string,
  balances: readonly Balance[],
  rest: Record<string, string>,
): Html {
  const { say, money } = visit;
  const held = (account: string) =>
    balances.filter((one) => one.account === account).reduce((sum, { amount }) => sum + amount, 0);
  const rows = accountNames
    .map((account) => ({ account, amount: held(account) }))
    .filter(
      ({ amount, account }) => amount !== 0 || balances.some((one) => one.account === account),
    );
  const debits = rows.reduce((sum, { amount }) => sum + Math.max(amount, 0), 0);
  const credits = rows.reduce((sum, { amount }) => sum + Math.max(-amount, 0), 0);
  return html`<div class="card">${table({
    caption: currency.toUpperCase(),
    columns: [
      { title: say('accountName') },
      { title: say('debit'), isNumber: true },
      { title: say('credit'), isNumber: true },
    ],
    rows: rows.map(({ account, amount }) => [
      html`<span>${link(hereFor(`/console/ledger/accounts/${account}`, rest), account)}<br><small>${say(`account_${account}`)}</small></span>`,
      amount > 0 ? money(amount, currency) : amount === 0 ? money(0, currency) : '',
      amount < 0 ? money(-amount, currency) : '',
    ]),
    foot: [say('total'), money(debits, currency), money(credits, currency)],
  })}<br>${
    debits === credits
      ? html`<p class="hint">${say('sumsEqual')}</p>`
      : notice(say('sumsDiffer', { amount: money(debits - credits, currency) }), 'bad')
  }</div><br>`;
}

/** @param rest the filters that links to an account carry on */
export function trialBalance(
  visit: MemberVisit,
  balances: readonly Balance[],
  rest: Record<string, string>,
): Html {
  const { say } = visit;
  if (balances.length === 0) return empty(say('noMoney'), say('noMoneyHint'));
  const currencies = [...new Set(balances.map(({ currency }) => currency))];
  return html`${currencies.map((currency) =>
    currencyTable(
      visit,
      currency,
      balances.filter((one) => one.currency === currency),
      rest,
    ),
  )}`;
}

export const totalsTable = (visit: MemberVisit, totals: readonly AccountTotal[]): Html => {
  const { say, money } = visit;
  return html`<div class="card">${table({
    columns: [
      { title: say('currency') },
      ...(['opening', 'debit', 'credit', 'closing'] as const).map((word) => ({
        title: say(word),
        isNumber: true,
      })),
    ],
    rows: totals.map(({ currency, opening, debits, credits, closing }) => [
      currency.toUpperCase(),
      ...[opening, debits, credits, closing].map((amount) => money(amount, currency)),
    ]),
  })}</div>`;
};

export const accountLines = (visit: MemberVisit, lines: readonly AccountLine[]): Html => {
  const { say, money } = visit;
  if (lines.length === 0) return empty(say('noEntries'), say('nothingFoundHint'));
  return html`<div class="card">${table({
    columns: [
      { title: say('source') },
      { title: say('when') },
      { title: say('kind') },
      { title: say('gift') },
      { title: say('debit'), isNumber: true },
      { title: say('credit'), isNumber: true },
    ],
    rows: lines.map(({ source, at, kind, giftId, currency, amount }) => [
      link(hereFor('/console/ledger/journal', { source }), id(source)),
      visit.time(at),
      kind,
      giftId ? link(`/console/gifts/${encodeURIComponent(giftId)}`, id(giftId)) : '–',
      amount > 0 ? money(amount, currency) : '',
      amount < 0 ? money(-amount, currency) : '',
    ]),
  })}</div>`;
};
