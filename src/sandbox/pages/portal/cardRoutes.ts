import type { Router } from 'express';
import type { Clock } from '../../../ground/clock.ts';
import { declineOf, testCardOf } from '../../payments/testCards.ts';
import { createPaymentMethod } from '../../people/paymentMethods.ts';
import { saveCard } from '../../portal/newCard.ts';
import { decodeForm } from '../../wire/formDecode.ts';
import {
  checkValues,
  emptyValues,
  filled,
  readExpiry,
  readValues,
  safeValues,
} from '../cardForm.ts';
import { addCardBankRoutes } from './cardBankRoutes.ts';
import { createCardDesk } from './cardDesk.ts';
import { goTo, type PortalDesk, type PortalRequest, type Visit } from './portalDesk.ts';

const isAllowed = ({ opened }: Visit) =>
  opened.configuration.features.payment_method_update.enabled;

/** A new card for what is charged from now on. */
export function addCardRoutes(
  router: Router,
  { desk, clock }: { desk: PortalDesk; clock: Clock },
): void {
  const cards = createCardDesk(desk);

  router.get('/p/session/:token/card', (req: PortalRequest, res) =>
    desk.visit(req, res, async (visit) => {
      if (!isAllowed(visit)) return goTo(visit.at);
      const values = { ...emptyValues, name: visit.opened.customer.name ?? '' };
      const failed = req.query.bank === 'failed';
      const errors = failed ? { number: visit.voice.copy.declines.authentication } : {};
      return cards.show(visit, { values, errors, isRefused: failed });
    }),
  );

  router.post('/p/session/:token/card', (req: PortalRequest, res) =>
    desk.visit(req, res, async (visit) => {
      if (!isAllowed(visit)) return goTo(visit.at);
      const form = decodeForm(typeof req.body === 'string' ? req.body : '');
      const values = readValues(form);
      const wanted = typeof form.fill === 'string' ? testCardOf(form.fill) : undefined;
      if (wanted)
        return cards.show(visit, { values: filled(values, wanted, clock.now()), errors: {} });
      const { copy } = visit.voice;
      const errors = checkValues(values, {
        copy,
        now: clock.now(),
        needsEmail: false,
        needsTerms: false,
      });
      if (Object.keys(errors).length > 0)
        return cards.show(visit, { values: safeValues(values), errors }, 422);
      const card = testCardOf(values.number);
      if (!card) return cards.refuse(visit, values, declineOf('testModeLiveCard'));
      const { month: expMonth, year: expYear } = readExpiry(values.expiry)!;
      const { work, opened } = visit;
      const { email } = opened.customer;
      const facts = { card, expMonth, expYear, name: values.name, email };
      const method = createPaymentMethod(work, facts);
      return cards.answer(visit, await saveCard(work, opened.customer, method), values);
    }),
  );

  addCardBankRoutes(router, { desk, cards });
}
