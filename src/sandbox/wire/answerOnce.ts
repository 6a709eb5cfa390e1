import { type Answer, type KeyedRequest, keyInUse, type RequestKeys } from './requestKeys.ts';

/** What is answered; `replayOf` is the request that was answered so before. */
export type Answered = Answer & { readonly replayOf?: string };

/** Answers each request that comes with a key once, and what comes again with what was answered then. */
export function createAnswerOnce(requestKeys: RequestKeys) {
  // Nobody else's answer is waited for, as at Stripe.
  const running = new Set<string>();

  async function answer(keyed: KeyedRequest, work: () => Promise<Answer>): Promise<Answered> {
    try {
      return await work();
    } catch (error) {
      // Few requests come twice, so only now is it asked whether this one did. Its work is undone, whatever came of it.
      const earlier = await requestKeys.find(keyed);
      if (earlier) return { ...earlier, replayOf: earlier.request };
      if (!requestKeys.isTaken(error)) throw error;
      // What stands under the key is no answer any more, and nobody has swept it away yet.
      await requestKeys.prune();
      return work();
    }
  }

  /**
   * @param work does the request, and keeps its answer under the key in the same transaction
   * @throws ApiError idempotency_error: 400 where the key was used for something else, 409 while the first is running
   */
  return async (keyed: KeyedRequest, work: () => Promise<Answer>): Promise<Answered> => {
    const name = `${keyed.account} ${keyed.key}`;
    if (running.has(name)) throw keyInUse(keyed.key);
    running.add(name);
    try {
      return await answer(keyed, work);
    } finally {
      running.delete(name);
    }
  };
}
