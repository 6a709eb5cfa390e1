import type { Request } from 'express';
import type { Clock } from '../ground/clock.ts';
import type { Limiter } from '../ground/limiter.ts';
import { Problem } from '../ground/problem.ts';
import type { Publisher } from '../ground/publisher.ts';
import type { Secrets } from '../ground/secrets.ts';
import type { Database } from '../ground/sql.ts';
import { isRefundRequested, requestRefund } from '../incidents/refundRequest.ts';
import type { ChangeGift } from './changeGift.ts';
import { readClue } from './chargeForm.ts';
import type { ChargePageView, ShownCharge } from './chargePage.ts';
import { createChargeTickets } from './chargeTickets.ts';
import type { FindCharge, FoundCharge } from './findCharge.ts';
import { isBarred, refuseMore } from './refuseMore.ts';

export interface ChargeDeskDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly findCharge: FindCharge;
  readonly changeGift: ChangeGift;
  /** Guesses, as one network, at one card, and at one publisher make them. */
  readonly guesses: {
    readonly network: Limiter;
    readonly card: Limiter;
    readonly publisher: Limiter;
  };
  /** What is done about a charge that was found. */
  readonly limiter: Limiter;
  readonly countryHeader: string | undefined;
}

/** What the page is to say after a press. */
type ChargeAnswer = Pick<Partial<ChargePageView>, 'faults' | 'problem' | 'found'> & {
  readonly status: number;
};

/** A publisher, and whether giving to it is a crime where the reader may be. */
interface Place {
  readonly publisher: Publisher;
  readonly barred: boolean;
}

const networkOf = (req: Request) => req.ip ?? 'unknown';

/** Finds charges for who knows them, and does with them what they ask for. */
export function createChargeDesk(dependencies: ChargeDeskDependencies) {
  const { db, clock, findCharge, changeGift, guesses, limiter } = dependencies;
  const tickets = createChargeTickets(dependencies);

  const dress = async ({ publisher, barred }: Place, found: FoundCharge): Promise<ShownCharge> => ({
    ...found,
    ticket: tickets.write(publisher, found.charge.id),
    isRefundRequested: await isRefundRequested(db, found.charge.id),
    barred,
  });

  async function find(view: ChargePageView, req: Request, place: Place): Promise<ChargeAnswer> {
    const { publisher, texts, typed } = view;
    const network = networkOf(req);
    const read = readClue(typed, { ...view, now: clock.now() });
    if ('faults' in read) return { status: 400, faults: read.faults };
    await guesses.network.take(network);
    await guesses.card.take(`${publisher.id}:${read.clue.last4}`);
    await guesses.publisher.take(publisher.id);
    const found = await findCharge.byClue(publisher, read.clue);
    if (!found) return { status: 404, problem: texts.chargeNone };
    return { status: 200, found: await dress(place, found) };
  }

  async function act(action: string, { publisher, barred }: Place, { charge, gift }: FoundCharge) {
    if (action !== 'refund') {
      const change = { ends: action === 'cancel' };
      refuseMore(barred, gift, change);
      await changeGift(gift, change);
      return;
    }
    if (charge.amount_refunded > 0) return;
    const { id: chargeId, amount, currency } = charge;
    const request = { chargeId, publisher: publisher.id, giftId: gift.id, amount, currency };
    await requestRefund(db, request, clock.now());
  }

  /** @throws Problem */
  async function answer(req: Request, view: ChargePageView): Promise<ChargeAnswer> {
    const { publisher, texts } = view;
    const { action, ticket } = (req.body ?? {}) as Record<string, unknown>;
    const barred = isBarred(req, dependencies.countryHeader, publisher);
    const place = { publisher, barred };
    if (action === 'find') return find(view, req, place);
    if (action !== 'cancel' && action !== 'undo' && action !== 'refund')
      throw new Problem('invalid_request', { faults: [{ at: '/action', says: 'is unknown' }] });
    await limiter.take(networkOf(req));
    const id = tickets.read(publisher, ticket);
    const known = id === undefined ? undefined : await findCharge.byId(publisher, id);
    if (!known) return { status: 400, problem: texts.chargeOver };
    await act(action, place, known);
    const found = (await findCharge.byId(publisher, known.charge.id)) ?? known;
    return { status: 200, found: await dress(place, found) };
  }

  return { answer };
}
