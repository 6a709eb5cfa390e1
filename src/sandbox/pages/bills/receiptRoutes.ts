import { type Request, Router } from 'express';
import { html } from '../../../ground/html.ts';
import type { Database } from '../../../ground/sql.ts';
import type { Stripe } from '../../../ground/stripe.ts';
import { idOf } from '../../store/objectTypes.ts';
import type { Transact } from '../../store/transact.ts';
import { accountOf } from '../accountOf.ts';
import { fillIn } from '../copy/copy.ts';
import { type Voice, voiceFor } from '../copy/copyFor.ts';
import { missingPage } from '../endings.ts';
import { merchantOf } from '../merchant.ts';
import { portalFrame } from '../portal/portalFrame.ts';
import { protectPage } from '../protectPage.ts';
import { cardWords, dayWords, moneyWords } from '../words.ts';

function receiptPage(charge: Stripe.Charge, merchant: string, voice: Voice): string {
  const { receipt, portal } = voice.copy;
  const say = (amount: number) => html`<bdi>${moneyWords(amount, charge.currency, voice)}</bdi>`;
  const { card } = charge.payment_method_details ?? {};
  return portalFrame(
    voice,
    { title: fillIn(receipt.title, { merchant }), merchant, back: null },
    html`${charge.description && html`<p>${charge.description}</p>`}
<dl class="facts">
<dt>${receipt.paid}</dt><dd><strong>${say(charge.amount_captured)}</strong></dd>
${charge.amount_refunded > 0 && html`<dt>${receipt.refunded}</dt><dd>${say(charge.amount_refunded)}</dd>`}
<dt>${receipt.date}</dt><dd>${dayWords(charge.created, voice)}</dd>
${card && html`<dt>${portal.method}</dt><dd>${cardWords(card, voice)}</dd>`}
<dt>${receipt.number}</dt><dd><bdi>${charge.id.slice(3)}</bdi></dd>
</dl>`,
  );
}

/** What was paid, for the payer to keep: `receipt_url` of a charge. */
export function createReceiptRoutes({
  database,
  transact,
}: {
  database: Database;
  transact: Transact;
}): Router {
  const router = Router();
  router.get('/receipts/:id', protectPage, async (req: Request<{ id: string }>, res) => {
    const { id } = req.params;
    const account = await accountOf(database, 'charge', id);
    const work = account === undefined ? undefined : transact.reading(account);
    const charge = await work?.find('charge', id);
    if (!work || !charge?.paid) return missingPage(req, res);
    const voice = voiceFor(null, req.get('accept-language'));
    const known = {
      payment_intent: idOf(charge.payment_intent),
      customer: idOf(charge.customer),
    };
    res.send(receiptPage(charge, await merchantOf(work, known, voice.copy.sandbox), voice));
  });
  return router;
}
