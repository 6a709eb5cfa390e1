import type { Contract } from '../types/writeContract.ts';
import { decodeForm } from './decodeForm.ts';
import type { Exchange, Traffic } from './exchange.ts';
import { createFindOperation } from './findOperation.ts';
import { createJudgeObjects } from './judgeObjects.ts';

// Stripe has these, but not in its libraries: they are for its own pages and its command-line tool.
const unpublished = /^\/v1\/(payment_pages|stripecli|events\/[^/]+\/retry)\b/;
// The sandbox's own, named so that nobody takes it for Stripe's.
const sandboxOnly = /\/sandbox_\w+$/;

/** Judges traffic by the contract of the SDK: what was sent, what was answered, what was delivered. */
export function createJudge(contract: Contract, sdkApiVersion: string) {
  const findOperation = createFindOperation(contract);
  const { faultsIn, judgeObjects } = createJudgeObjects(contract);

  function judgeRefusal(answer: unknown, subject: string): string[] {
    const { error, ...rest } = answer as { error?: unknown };
    const refusal = faultsIn(contract.error, error, `${subject}: error`);
    const extra = Object.keys(rest).map((key) => `${subject}: unknown ${key}`);
    return [...refusal, ...extra, ...judgeObjects(error, subject)];
  }

  /** What is wrong with a request and its answer; empty where nothing is. */
  function judgeExchange(exchange: Exchange): string[] {
    const { method, path, form, apiVersion, status } = exchange;
    const subject = `${method} ${path}`;
    const answer = parsed(exchange.answer);
    if (answer === undefined) return [`${subject} answers ${status} with no JSON`];
    const operation = findOperation(method, path);
    const isKnown = operation || unpublished.test(path) || sandboxOnly.test(path);
    // What an older client may send is not in these types; what it is answered is.
    const isCurrent = apiVersion === sdkApiVersion;
    const isMeant = status >= 400 && exchange.wrongOnPurpose;
    const sent =
      operation && isCurrent && !isMeant
        ? faultsIn(operation.request, decodeForm(form), `${subject} sends`)
        : [];
    if (status >= 400) return [...sent, ...judgeRefusal(answer, `${subject} answers ${status}`)];
    if (!isKnown) return [`${subject} is not in Stripe's API`];
    const answered = operation ? faultsIn(operation.answer, answer, `${subject} answers`) : [];
    return [...sent, ...answered, ...judgeObjects(answer, `${subject} answers`)];
  }

  function judgeEvent(body: string): string[] {
    const event = parsed(body);
    if (event === undefined) return ['a delivery is no JSON'];
    return judgeObjects(event, 'a delivery');
  }

  return {
    judgeExchange,
    judgeEvent,
    judgeObjects,
    /** Each thing wrong once, with how often it was seen. */
    judge({ exchanges, events }: Traffic): string[] {
      const seen = new Map<string, number>();
      const faults = [...exchanges.flatMap(judgeExchange), ...events.flatMap(judgeEvent)];
      for (const fault of faults.map(withoutIds)) seen.set(fault, (seen.get(fault) ?? 0) + 1);
      return [...seen].map(([fault, times]) => (times > 1 ? `${fault} (${times} times)` : fault));
    },
  };
}

export type Judge = ReturnType<typeof createJudge>;

const withoutIds = (text: string) => text.replace(/\b([a-z]{2,6})_(test_)?\w{14,}/g, '$1_…');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
