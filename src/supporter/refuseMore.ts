import type { Request } from 'express';
import type { Gift } from '../giving/gift.ts';
import { mayComeFrom } from '../ground/country.ts';
import { Problem } from '../ground/problem.ts';
import type { Publisher } from '../ground/publisher.ts';
import type { GiftChange } from './changeGift.ts';

/** Whether a change brings the publisher more money than the gift as it stands would. */
const isMore = (gift: Gift, change: GiftChange): boolean =>
  ('amount' in change && change.amount > gift.amount) ||
  ('paused' in change && !change.paused) ||
  ('ends' in change && !change.ends);

/** Whether a request may come from a place where giving to this publisher is a crime: nothing more is taken there. */
export const isBarred = (
  req: Request,
  countryHeader: string | undefined,
  { barredCountries }: Publisher,
): boolean => mayComeFrom(req, countryHeader, barredCountries);

const barred = (): Problem =>
  new Problem('place_barred', {
    detail: 'Giving could put you at risk where you are: you can give less, pause or cancel.',
  });

/** Lets whoever is in such a place give less and leave, and no more than that. @throws Problem place_barred */
export function refuseMore(isBarredPlace: boolean, gift: Gift, change: GiftChange): void {
  if (isBarredPlace && isMore(gift, change)) throw barred();
}

/** Keeps whoever is in such a place from the portal, where another card collects what failed. @throws Problem place_barred */
export function refuseCard(isBarredPlace: boolean): void {
  if (isBarredPlace) throw barred();
}
