import type { z } from 'zod';
import type { Stripe } from '../../ground/stripe.ts';
import { changesOf } from '../store/changesOf.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { ApiError } from '../wire/apiError.ts';
import { listRoute } from '../wire/listRoute.ts';
import { flag, mergeMetadata, metadata, text, withoutEffect } from '../wire/parameters.ts';
import { getRoute, postRoute, type Route } from '../wire/route.ts';
import { onClockOfCharge } from './chargeMoney.ts';
import { endDispute, escalate, hasEnded } from './disputes.ts';
import { evidenceShape, hasEvidence, verdictOn, withEvidence } from './evidence.ts';

const path = '/v1/disputes';

/** A dispute, and the work at the time by which it runs. @throws ApiError */
async function needDispute(wall: Work, id: string) {
  const dispute = await wall.need('dispute', id);
  const work = await onClockOfCharge(wall, await wall.need('charge', idOf(dispute.charge)));
  return { dispute, work };
}

/** Disputes as they leave: what they moved is as it is now. */
async function dress(work: Work, disputes: Stripe.Dispute[]): Promise<Stripe.Dispute[]> {
  const ids = disputes.flatMap((one) => one.balance_transactions.map(({ id }) => id));
  const found = await work.findAny(ids);
  return disputes.map((dispute) => ({
    ...dispute,
    balance_transactions: dispute.balance_transactions.map(
      ({ id }) => found.get(id) as Stripe.BalanceTransaction,
    ),
  }));
}

const checkOpen = (dispute: Stripe.Dispute): void => {
  if (hasEnded(dispute))
    throw new ApiError({ message: `This dispute is already closed: it is ${dispute.status}.` });
};

/** The bank reads what is before it, and decides at once where the words are those of a test. */
function submit(work: Work, dispute: Stripe.Dispute): void {
  const details = dispute.evidence_details;
  details.submission_count += 1;
  details.submission_method = 'manual';
  dispute.status = dispute.status.startsWith('warning_') ? 'warning_under_review' : 'under_review';
  const verdict = verdictOn(dispute.evidence);
  if (verdict === 'escalate') {
    if (dispute.status === 'warning_under_review') work.later(() => escalate(work, dispute));
  } else if (verdict) work.later(() => endDispute(work, dispute, verdict));
}

interface Answer {
  readonly evidence?: z.output<typeof evidenceShape> | undefined;
  readonly submit?: boolean | undefined;
  readonly metadata?: z.output<typeof metadata> | undefined;
}

async function answer(wall: Work, id: string, given: Answer): Promise<Stripe.Dispute> {
  const { dispute, work } = await needDispute(wall, id);
  const before = structuredClone(dispute);
  if (given.evidence || given.submit) checkOpen(dispute);
  dispute.metadata = mergeMetadata(dispute.metadata, given.metadata);
  dispute.evidence = withEvidence(dispute.evidence, given.evidence ?? {});
  dispute.evidence_details.has_evidence = hasEvidence(dispute.evidence);
  // Evidence is submitted unless it is said to wait; a note alone is not an answer.
  if (given.submit ?? given.evidence !== undefined) submit(work, dispute);
  work.save('dispute', dispute);
  work.emit('charge.dispute.updated', dispute, changesOf(before, dispute));
  return structuredClone(dispute);
}

export const disputeRoutes: readonly Route[] = [
  getRoute(`${path}/:id`, {}, async (work, _given, { path: { id } }) => {
    const [dispute] = await dress(work, [await work.need('dispute', id!)]);
    return dispute!;
  }),
  postRoute(
    `${path}/:id`,
    {
      evidence: evidenceShape.optional(),
      metadata: metadata.optional(),
      submit: flag.optional(),
      ...withoutEffect('intended_submission_method'),
    },
    (work, given, call) => answer(work, call.path.id!, given),
  ),
  postRoute(`${path}/:id/close`, {}, async (wall, _given, call) => {
    const { dispute, work } = await needDispute(wall, call.path.id!);
    checkOpen(dispute);
    await endDispute(work, dispute, 'lost');
    return dispute;
  }),
  listRoute(path, 'dispute', {
    shape: { charge: text.optional(), payment_intent: text.optional() },
    facts: ['charge', 'payment_intent'],
    dress: (work, data) => dress(work, data as Stripe.Dispute[]),
  }),
];
