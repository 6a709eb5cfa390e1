import type { Router } from 'express';
import type { Clock } from '../../../ground/clock.ts';
import { type Html, html } from '../../../ground/html.ts';
import { type Decline, declineOf, testCardOf } from '../../payments/testCards.ts';
import { createPaymentMethod } from '../../people/paymentMethods.ts';
import { saveCard } from '../../portal/newCard.ts';
import { note } from '../../portal/portalSessions.ts';
import { decodeForm } from '../../wire/formDecode.ts';
import { bankPage } from '../bankPage.ts';
import { type CardState, cardFields, faultSummary, testCardPanel } from '../cardFields.ts';
import {
  type CardValues,
  checkValues,
  emptyValues,
  filled,
  readExpiry,
  readValues,
  safeValues,
} from '../cardForm.ts';
import { fillIn } from '../copy/copy.ts';
import type { Voice } from '../copy/copyFor.ts';
import { refusedState } from '../refusal.ts';
import { goTo, type PortalDesk, type PortalRequest, type Reply, type Visit } from './portalDesk.ts';

const formBody = (
  at: string,
  state: CardState,
  { copy }: Voice,
): Html => html`<p>${copy.portal.cardText}</p>
<div class="narrow">
${faultSummary(state, copy, copy.notSaved)}
<form id="card-form" method="post" action="${at}/card" novalidate>
${cardFields(state, copy)}
<button class="main-button" type="submit">${copy.portal.save}</button>
</form>
${testCardPanel(copy, 'card-form')}
</div>`;

const textOf = (body: unknown) => decodeForm(typeof body === 'string' ? body : '');

/** A new card for what is charged from now on, with the step at the bank where it asks for one. */
export function addCardRoutes(
  router: Router,
  { desk, clock }: { desk: PortalDesk; clock: Clock },
): void {
  const show = (visit: Visit, state: CardState, status = 200): Reply =>
    desk.show(
      visit,
      visit.voice.copy.portal.cardTitle,
      formBody(visit.at, state, visit.voice),
      status,
    );

  const refuse = (visit: Visit, values: CardValues, decline: Decline): Reply =>
    show(visit, refusedState(values, decline, visit.voice.copy), 402);

  const isAllowed = ({ opened }: Visit) =>
    opened.configuration.features.payment_method_update.enabled;

  /** Keeps the card, or leads to the bank first, or says why not. */
  async function save(visit: Visit, id: string, values: CardValues, isAuthenticated: boolean) {
    const { work, opened, at } = visit;
    const method = await work.need('payment_method', id);
    const outcome = await saveCard(work, opened.customer, { method, isAuthenticated });
    if (outcome === 'saved') {
      await note(work, opened.session, { waiting: undefined });
      return desk.finish(visit, 'card');
    }
    if (outcome !== 'authenticate') return refuse(visit, values, outcome);
    await note(work, opened.session, { waiting: id });
    return goTo(`${at}/card/bank`);
  }

  router.get('/p/session/:token/card', (req: PortalRequest, res) =>
    desk.visit(req, res, async (visit) => {
      if (!isAllowed(visit)) return goTo(visit.at);
      const values = { ...emptyValues, name: visit.opened.customer.name ?? '' };
      const failed = req.query.bank === 'failed';
      const errors = failed ? { number: visit.voice.copy.declines.authentication } : {};
      return show(visit, { values, errors, isRefused: failed });
    }),
  );

  router.post('/p/session/:token/card', (req: PortalRequest, res) =>
    desk.visit(req, res, async (visit) => {
      if (!isAllowed(visit)) return goTo(visit.at);
      const form = textOf(req.body);
      const values = readValues(form);
      const wanted = typeof form.fill === 'string' ? testCardOf(form.fill) : undefined;
      if (wanted) return show(visit, { values: filled(values, wanted, clock.now()), errors: {} });
      const { copy } = visit.voice;
      const errors = checkValues(values, {
        copy,
        now: clock.now(),
        needsEmail: false,
        needsTerms: false,
      });
      if (Object.keys(errors).length > 0)
        return show(visit, { values: safeValues(values), errors }, 422);
      const card = testCardOf(values.number);
      if (!card) return refuse(visit, values, declineOf('testModeLiveCard'));
      const { month: expMonth, year: expYear } = readExpiry(values.expiry)!;
      const { email } = visit.opened.customer;
      const { id } = createPaymentMethod(visit.work, {
        card,
        expMonth,
        expYear,
        name: values.name,
        email,
      });
      return save(visit, id, values, false);
    }),
  );

  router.get('/p/session/:token/card/bank', (req: PortalRequest, res) =>
    desk.visit(req, res, async (visit) => {
      if (!visit.opened.hidden.waiting) return goTo(visit.at);
      const { voice, merchant, at } = visit;
      const text = fillIn(voice.copy.bank.setUp, { merchant });
      return (answer) => void answer.send(bankPage({ text, action: `${at}/card/bank` }, voice));
    }),
  );

  router.post('/p/session/:token/card/bank', (req: PortalRequest, res) =>
    desk.visit(req, res, async (visit) => {
      const { waiting } = visit.opened.hidden;
      if (!waiting) return goTo(visit.at);
      if (textOf(req.body).result === 'complete') return save(visit, waiting, emptyValues, true);
      await note(visit.work, visit.opened.session, { waiting: undefined });
      return goTo(`${visit.at}/card?bank=failed`);
    }),
  );
}
