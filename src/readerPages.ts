import type { ErrorRequestHandler, RequestHandler } from 'express';
import { readerErrorPage } from './ground/readerErrorPage.ts';
import { reminderPageRoutes } from './reminders/pageRoutes.ts';
import type { Rooms } from './rooms.ts';
import { chargePageRoutes } from './supporter/chargePageRoutes.ts';
import { createFindCharge } from './supporter/findCharge.ts';
import { giftPageRoutes } from './supporter/giftPageRoutes.ts';
import { signInPageRoutes } from './supporter/signInPageRoutes.ts';

// What one network address may do: many readers share one, no reader comes near.
const limits = {
  pages: { points: 300, seconds: 600 },
  // Guesses at a charge: a person has one statement, who tries all has ten thousand cards and every amount before them.
  chargesOfNetwork: { points: 12, seconds: 3600 },
  chargesOfCard: { points: 30, seconds: 86_400 },
  chargesOfPublisher: { points: 600, seconds: 3600 },
};

const originsOf = (publishers: Rooms['publishers']): string[] =>
  [...publishers.values()].flatMap(({ origins, home }) => [...origins, new URL(home).origin]);

/** The pages that letters and statements lead to. */
export function readerPages(
  rooms: Rooms,
  sandboxUrl: string | undefined,
): (RequestHandler | ErrorRequestHandler)[] {
  const limiter = rooms.limits('reader pages', limits.pages);
  const portal = sandboxUrl ?? 'https://billing.stripe.com';
  const formActions = [portal, ...originsOf(rooms.publishers)];
  const { countryHeader } = rooms.config;
  const common = { ...rooms, db: rooms.stores.db, limiter, formActions, countryHeader };
  const charges = chargePageRoutes({
    ...common,
    findCharge: createFindCharge({ db: common.db, accounts: rooms.accounts }),
    guesses: {
      network: rooms.limits('charges', limits.chargesOfNetwork),
      card: rooms.limits('charges of a card', limits.chargesOfCard),
      publisher: rooms.limits('charges of a publisher', limits.chargesOfPublisher),
    },
  });
  return [
    giftPageRoutes(common),
    signInPageRoutes(common),
    reminderPageRoutes(common),
    charges,
    readerErrorPage(rooms),
  ];
}
