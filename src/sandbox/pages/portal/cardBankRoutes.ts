import type { Router } from 'express';
import { forgetCard, saveConfirmedCard } from '../../portal/newCard.ts';
import { note } from '../../portal/portalSessions.ts';
import { decodeForm } from '../../wire/formDecode.ts';
import { bankPage } from '../bankPage.ts';
import { emptyValues } from '../cardForm.ts';
import { fillIn } from '../copy/copy.ts';
import type { CardDesk } from './cardDesk.ts';
import { goTo, type PortalDesk, type PortalRequest } from './portalDesk.ts';

/** The step at the bank, where a new card asks for one. */
export function addCardBankRoutes(
  router: Router,
  { desk, cards }: { desk: PortalDesk; cards: CardDesk },
): void {
  router.get('/p/session/:token/card/bank', (req: PortalRequest, res) =>
    desk.visit(req, res, async (visit) => {
      if (!visit.opened.hidden.waiting) return goTo(visit.at);
      const { voice, merchant, at } = visit;
      const text = fillIn(voice.copy.bank.setUp, { merchant });
      return (res) => void res.send(bankPage({ text, action: `${at}/card/bank` }, voice));
    }),
  );

  router.post('/p/session/:token/card/bank', (req: PortalRequest, res) =>
    desk.visit(req, res, async (visit) => {
      const { work, opened, at } = visit;
      const { waiting } = opened.hidden;
      if (!waiting) return goTo(at);
      if (decodeForm(typeof req.body === 'string' ? req.body : '').result === 'complete')
        return cards.answer(
          visit,
          await saveConfirmedCard(work, opened.customer, waiting),
          emptyValues,
        );
      await forgetCard(work, waiting);
      await note(work, opened.session, { waiting: undefined });
      return goTo(`${at}/card?bank=failed`);
    }),
  );
}
