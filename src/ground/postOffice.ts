import { newId } from './ids.ts';
import { createJob, type Job } from './jobs.ts';
import { claimLetters, releaseLetters, reviewLost } from './post.ts';
import { createSendLetter, type SendLetterDependencies } from './sendLetter.ts';

export interface PostOfficeDependencies extends SendLetterDependencies {
  /** Longer than a mail server may take. */
  readonly leaseS?: number | undefined;
  readonly pollMs?: number | undefined;
}

const batch = 20;
// What is being handed over when a process dies goes to a person: few at a time, as many as a mail server takes side by side.
const lanes = 4;

/** Sends the letters that are due, each once. */
export function createPostOffice(dependencies: PostOfficeDependencies): Job {
  const { db, clock, log, leaseS = 180, pollMs = 2000 } = dependencies;
  const sendLetter = createSendLetter(dependencies);
  // However many are due: who is told to stop ends what is under way, and leaves the rest.
  let isStopping = false;

  async function empty(): Promise<void> {
    await reviewLost(db, clock.now());
    while (!isStopping) {
      const lease = newId('lease');
      const items = await claimLetters(db, { lease, limit: batch, leaseS, now: clock.now() });
      if (items.length === 0) return;
      const queue = items.values();
      const work = async () => {
        while (!isStopping) {
          const { value: item, done } = queue.next();
          if (done) return;
          await sendLetter(item);
        }
      };
      await Promise.all(Array.from({ length: lanes }, work));
      if (isStopping) await releaseLetters(db, lease);
    }
  }

  const job = createJob({ name: 'post', everyMs: pollMs, work: empty, log });
  return {
    ...job,
    start() {
      isStopping = false;
      job.start();
    },
    stop() {
      isStopping = true;
      return job.stop();
    },
  };
}
