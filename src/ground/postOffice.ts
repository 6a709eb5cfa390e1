import { newId } from './ids.ts';
import { createJob, type Job } from './jobs.ts';
import { claimLetters, reviewLost } from './post.ts';
import { createSendLetter, type SendLetterDependencies } from './sendLetter.ts';

export interface PostOfficeDependencies extends SendLetterDependencies {
  /** Longer than a mail server may take. */
  readonly leaseS?: number | undefined;
  readonly pollMs?: number | undefined;
}

const batch = 20;

/** Sends the letters that are due, each once. */
export function createPostOffice(dependencies: PostOfficeDependencies): Job {
  const { db, clock, log, leaseS = 180, pollMs = 2000 } = dependencies;
  const sendLetter = createSendLetter(dependencies);

  async function empty(): Promise<void> {
    await reviewLost(db, clock.now());
    for (;;) {
      const lease = newId('lease');
      const items = await claimLetters(db, { lease, limit: batch, leaseS, now: clock.now() });
      if (items.length === 0) return;
      await Promise.all(items.map(sendLetter));
    }
  }

  return createJob({ name: 'post', everyMs: pollMs, work: empty, log });
}
