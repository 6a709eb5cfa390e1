import express, { type Response, Router } from 'express';
import { formatMoney } from '../../ground/money.ts';
import type { Database } from '../../ground/sql.ts';
import type { Stripe } from '../../ground/stripe.ts';
import { answerForBank } from '../payments/authenticateIntent.ts';
import type { BankStep } from '../payments/bankStep.ts';
import { answerSetupForBank } from '../setups/authenticateSetup.ts';
import type { Transact } from '../store/transact.ts';
import type { Work } from '../store/work.ts';
import { decodeForm } from '../wire/formDecode.ts';
import { accountOf } from './accountOf.ts';
import { bankPage } from './bankPage.ts';
import type { SessionRequest } from './checkoutDesk.ts';
import { fillIn } from './copy/copy.ts';
import { type Voice, voiceFor } from './copy/copyFor.ts';
import { missingPage } from './endings.ts';
import { protectPage } from './protectPage.ts';

type Intent = Stripe.PaymentIntent | Stripe.SetupIntent;

function questionOf(intent: Intent, { copy, locale }: Voice): string {
  const merchant = copy.sandbox;
  return intent.object === 'setup_intent'
    ? fillIn(copy.bank.setUp, { merchant })
    : fillIn(copy.bank.text, { merchant, amount: formatMoney(intent, locale) });
}

/** Sends the person back to who sent them to their bank, with what came of it. */
function sendBack(res: Response, intent: Intent, { returnUrl }: BankStep): void {
  const back = new URL(returnUrl!);
  back.searchParams.set(intent.object, intent.id);
  back.searchParams.set(`${intent.object}_client_secret`, intent.client_secret!);
  const isRefused = intent.status === 'requires_payment_method';
  back.searchParams.set('redirect_status', isRefused ? 'failed' : 'succeeded');
  res.redirect(303, back.href);
}

/** The step at the bank for intents that were confirmed with a return_url. */
export function createIntentBankRoutes({
  database,
  transact,
}: {
  database: Database;
  transact: Transact;
}): Router {
  const router = Router();
  router.use('/c/authenticate', express.text({ type: '*/*', limit: '32kb' }), protectPage);

  /** Works on an intent that was sent to the bank. @returns undefined where there is none */
  async function open<T>(
    id: string,
    use: (work: Work, intent: Intent, step: BankStep) => Promise<T>,
  ): Promise<T | undefined> {
    const type = id.startsWith('seti_') ? 'setup_intent' : 'payment_intent';
    const account = await accountOf(database, type, id);
    if (account === undefined) return undefined;
    return transact.writing(account, async (work) => {
      const intent: Intent = await work.need(type, id);
      const step = await work.hiddenOf<BankStep>(id);
      return step?.returnUrl ? use(work, intent, step) : undefined;
    });
  }

  router.get('/c/authenticate/:id', async (req: SessionRequest, res) => {
    const opened = await open(req.params.id, async (_work, intent, step) => ({ intent, step }));
    if (!opened) return missingPage(req, res);
    if (opened.intent.status !== 'requires_action')
      return sendBack(res, opened.intent, opened.step);
    const voice = voiceFor(null, req.get('accept-language'));
    const action = `/c/authenticate/${opened.intent.id}`;
    res.send(bankPage({ text: questionOf(opened.intent, voice), action }, voice));
  });

  router.post('/c/authenticate/:id', async (req: SessionRequest, res) => {
    const { result } = decodeForm(typeof req.body === 'string' ? req.body : '');
    const answered = await open(req.params.id, async (work, intent, step) => {
      const isConfirmed = result === 'complete';
      if (intent.status !== 'requires_action') return { intent, step };
      if (intent.object === 'setup_intent')
        await answerSetupForBank(work, intent, step, isConfirmed);
      else await answerForBank(work, intent, step, isConfirmed);
      return { intent, step };
    });
    if (!answered) return missingPage(req, res);
    sendBack(res, answered.intent, answered.step);
  });
  return router;
}
