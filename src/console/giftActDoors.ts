import { note } from '../audit/store.ts';
import type { Clock } from '../ground/clock.ts';
import { html } from '../ground/html.ts';
import { orderLetter } from '../ground/post.ts';
import { lettersAbout, resendLetter } from '../ground/postDesk.ts';
import { Problem } from '../ground/problem.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import { forgetReturned } from '../ground/returnedPost.ts';
import type { Database } from '../ground/sql.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import type { ChangeGift } from '../supporter/changeGift.ts';
import type { Links } from '../supporter/links.ts';
import type { OpenPortal } from '../supporter/portal.ts';
import { addressOf } from '../supporter/recipient.ts';
import type { Refunds } from '../supporter/refunds.ts';
import { type Door, formOf } from './door.ts';
import { giftPageOf, needGift } from './giftDoors.ts';
import { facts, link, notice } from './pieces.ts';
import { typedAmount } from './typedAmount.ts';

export interface GiftActDoorsDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly accounts: StripeAccounts;
  readonly publishers: Publishers;
  readonly refunds: Refunds;
  readonly changeGift: ChangeGift;
  readonly openPortal: OpenPortal;
  readonly links: Links;
  /** Whether letters leave this house. */
  readonly canSend: boolean;
  readonly eraseReader: (
    email: string,
  ) => Promise<{ customers: number; gifts: number; reminders: number; eventBodies: number }>;
}

const hereOf = (id: string, done: string) =>
  `/console/gifts/${encodeURIComponent(id)}?done=${done}`;
const textOf = (form: Record<string, unknown>, name: string) =>
  typeof form[name] === 'string' ? form[name].trim() : '';

const refundDoor = ({ db, refunds }: GiftActDoorsDependencies): Door => ({
  method: 'post',
  path: '/gifts/:id/refunds',
  needs: 'finance',
  async serve({ who, say }, req, res) {
    const gift = await needGift(db, req.params.id);
    const form = formOf(req);
    const [typed, reason] = [textOf(form, 'amount'), textOf(form, 'reason')];
    const amount = typed === '' ? undefined : typedAmount(typed, gift.currency);
    const faults = [
      ...(typed !== '' && amount === undefined
        ? [{ at: '/amount', says: 'must be an amount such as 12.50' }]
        : []),
      ...(reason.length < 3 || reason.length > 300
        ? [{ at: '/reason', says: say('refundReasonNeeded') }]
        : []),
      ...(/^frm_[\w-]{22}$/.test(textOf(form, 'key'))
        ? []
        : [{ at: '/key', says: say('formOld') }]),
    ];
    if (faults.length > 0) throw new Problem('invalid_request', { faults });
    const { status } = await refunds.ask(who.staffId, {
      gift,
      chargeId: textOf(form, 'charge'),
      amount,
      reason,
      formKey: textOf(form, 'key'),
    });
    res.redirect(303, hereOf(gift.id, status === 'waiting' ? 'waits' : 'refunded'));
  },
});

const changes = { later: { ends: true }, now: { endsNow: true }, never: { ends: false } } as const;

const endDoor = ({ db, clock, changeGift }: GiftActDoorsDependencies): Door => ({
  method: 'post',
  path: '/gifts/:id/end',
  needs: 'finance',
  async serve({ who }, req, res) {
    const gift = await needGift(db, req.params.id);
    const when = (['later', 'now', 'never'] as const).find((one) => one === formOf(req).when);
    if (!when) throw new Problem('invalid_request');
    if (when === 'now' && gift.status === 'ended') return res.redirect(303, hereOf(gift.id, when));
    // Noted before Stripe is asked: what died half-way is known to have been ordered.
    await db.transaction((tx) =>
      note(tx, clock, {
        actor: who.staffId,
        act: when === 'never' ? 'gift_cancel_undone' : 'gift_cancelled',
        subject: gift.id,
        detail: when,
      }),
    );
    await changeGift(gift, changes[when]);
    res.redirect(303, hereOf(gift.id, when));
  },
});

const linkDoor = (dependencies: GiftActDoorsDependencies): Door => ({
  method: 'post',
  path: '/gifts/:id/link',
  needs: 'finance',
  async serve(visit, req, res) {
    const { db, clock, publishers, openPortal, links, canSend } = dependencies;
    const gift = await needGift(db, req.params.id);
    const publisher = publishers.get(gift.publisher);
    const form = formOf(req);
    const about = { actor: visit.who.staffId, subject: gift.id };
    if (form.how === 'mail') {
      if (!canSend) throw new Problem('mail_unavailable', { detail: visit.say('noMail') });
      const now = clock.now();
      // The form's key is the letter's: sent twice, it is one letter.
      const id = `manage:${gift.id}:${textOf(form, 'key').slice(0, 40)}`;
      await db.transaction(async (tx) => {
        const letter = { id, kind: 'manage', publisher: gift.publisher, about: gift.id };
        // A person decided that it goes there, whatever came back before.
        await forgetReturned(tx, [gift.id]);
        await orderLetter(tx, { ...letter, dueAt: now }, now);
        await note(tx, clock, { ...about, act: 'portal_mailed' });
      });
      return res.redirect(303, hereOf(gift.id, 'mailed'));
    }
    if (!publisher) throw new Problem('conflict');
    await db.transaction((tx) => note(tx, clock, { ...about, act: 'portal_opened' }));
    const portal = await openPortal(publisher, gift, publisher.home);
    const manage = links.manageUrl(gift);
    const shown = notice(
      facts([
        [visit.say('manageShown'), link(manage, manage)],
        [visit.say('portalShown'), link(portal, portal)],
      ]),
    );
    res.send(await giftPageOf(dependencies, visit, gift, html`<div>${shown}</div>`));
  },
});

const letterDoor = ({ db, clock, canSend }: GiftActDoorsDependencies): Door => ({
  method: 'post',
  path: '/gifts/:id/letters',
  needs: 'finance',
  async serve({ who, say }, req, res) {
    const gift = await needGift(db, req.params.id);
    if (!canSend) throw new Problem('mail_unavailable', { detail: say('noMail') });
    const letter = textOf(formOf(req), 'letter');
    const letters = await lettersAbout(db, gift.id);
    if (!letters.some(({ id }) => id === letter)) throw new Problem('not_found');
    await db.transaction(async (tx) => {
      if (!(await resendLetter(tx, letter, clock.now())))
        throw new Problem('conflict', { detail: say('letterGone') });
      const detail = letter.split(':')[0]!;
      await note(tx, clock, { actor: who.staffId, act: 'letter_resent', subject: gift.id, detail });
    });
    res.redirect(303, hereOf(gift.id, 'mailed'));
  },
});

const erasureDoor = (dependencies: GiftActDoorsDependencies): Door => ({
  method: 'post',
  path: '/gifts/:id/erasure',
  needs: 'admin',
  async serve(visit, req, res) {
    const { db, clock, accounts, eraseReader } = dependencies;
    const { say, who } = visit;
    const gift = await needGift(db, req.params.id);
    if (textOf(formOf(req), 'confirm') !== gift.id)
      throw new Problem('invalid_request', { detail: say('eraseDiffers') });
    const address = await addressOf(accounts, gift);
    if (!address) throw new Problem('conflict', { detail: say('noAddress') });
    // Before it begins, and without the address: an erasure that broke off is known, and can be repeated.
    await db.transaction((tx) =>
      note(tx, clock, { actor: who.staffId, act: 'person_erased', subject: gift.id }),
    );
    const { customers, gifts, reminders, eventBodies } = await eraseReader(address);
    const done = notice(say('erased', { customers, gifts, reminders, eventBodies }));
    res.send(await giftPageOf(dependencies, visit, await needGift(db, gift.id), done));
  },
});

/** What finance does with a gift: give back, end, help its giver in; and, for admins, forget who gave it. */
export const giftActDoors = (dependencies: GiftActDoorsDependencies): Door[] => [
  refundDoor(dependencies),
  endDoor(dependencies),
  linkDoor(dependencies),
  letterDoor(dependencies),
  erasureDoor(dependencies),
];
