import type { Account } from '../../ledger/account.ts';

// [English, Russian]
export const ledgerWords = {
  trialBalance: ['Trial balance', 'Пробный баланс'],
  trialBalanceLead: [
    'What every account held at the end of a day. Debits and credits are the same sum, always.',
    'Остатки по счетам на конец дня. Дебет и кредит всегда равны.',
  ],
  debit: ['Debit', 'Дебет'],
  credit: ['Credit', 'Кредит'],
  total: ['Total', 'Итого'],
  sumsEqual: ['Debits and credits are equal.', 'Дебет и кредит равны.'],
  sumsDiffer: [
    'Debits and credits differ by {amount}: the database has been changed behind our back.',
    'Дебет и кредит расходятся на {amount}: базу меняли в обход.',
  ],
  accountOf: ['Account {name}', 'Счёт {name}'],
  opening: ['Before', 'Входящий остаток'],
  closing: ['After', 'Исходящий остаток'],
  entries: ['Entries', 'Записи'],
  noEntries: [
    'Nothing moved in this account in this time',
    'За это время движения по счёту не было',
  ],
  idAtStripe: ['Id of the line at Stripe', 'Номер строки Stripe'],
  journalLead: [
    'Every transfer by when the money moved, the latest first. Positive is a debit, negative a credit.',
    'Все проводки по времени движения денег, последние сверху. Плюс — дебет, минус — кредит.',
  ],
  broughtByCheck: ['found by a check', 'найдено сверкой'],
  account_stripe_balance: ['money held at Stripe', 'деньги на счёте Stripe'],
  account_payouts_in_transit: ['on its way from Stripe to the bank', 'в пути из Stripe в банк'],
  account_bank: ['paid to the bank by Stripe', 'выплачено в банк'],
  account_fees: ['what Stripe kept', 'удержал Stripe'],
  'account_gifts:once': ['gifts given once', 'разовые пожертвования'],
  'account_gifts:monthly': ['monthly gifts', 'ежемесячные пожертвования'],
  'account_gifts:annual': ['annual gifts', 'ежегодные пожертвования'],
  account_refunds: ['gifts given back', 'возвращённые пожертвования'],
  account_disputes_held: [
    'held by a bank while a dispute is open',
    'удержано банком на время спора',
  ],
  account_disputes_lost: ['taken back for good by a bank', 'списано банком окончательно'],
  account_exchange_differences: ['differences of exchange', 'курсовые разницы'],
  account_other_income: ['other money in, of no gift', 'прочие поступления'],
  account_other_cost: ['other money out, of no gift', 'прочие списания'],
} as const satisfies Record<string, readonly [string, string]> &
  Record<`account_${Account}`, readonly [string, string]>;
