import type { Scene } from './scene.ts';

interface Tally {
  campaign?: string | undefined;
  variant?: string | undefined;
  event: string;
  days?: number | undefined;
  ago?: number | undefined;
}

type Tcf = (
  command: string,
  version: number,
  answer: (data: { purpose?: { consents?: Record<number, boolean> } }) => void,
) => void;

const waiting: Tally[] = [];
let timer: ReturnType<typeof setTimeout>;

/**
 * Counts what became of an appeal, without any id; told in one request once the reader pauses or leaves. Not where the
 * reader's browser asks for privacy (GPC), is driven by a program, or the publisher's tag says that there is no consent.
 * By fetch: blockers stop every sendBeacon to another site.
 */
export function count({ _ask: ask, _tag: { data } }: Scene, tally: Tally): void {
  const w = window as { __tcfapi?: Tcf };
  const { webdriver, globalPrivacyControl } = navigator as Navigator & {
    globalPrivacyControl?: boolean;
  };
  if (webdriver || globalPrivacyControl || data.consent === 'no') return;
  const flush = () => {
    if (!waiting[0]) return;
    const body = new URLSearchParams({ tallies: JSON.stringify(waiting.splice(0, 20)) });
    ask('tallies', { method: 'POST', keepalive: true, body }).catch(() => {});
  };
  const add = () => {
    waiting.push(tally);
    clearTimeout(timer);
    timer = setTimeout(flush, 2000);
    for (const leaving of ['visibilitychange', 'pagehide'])
      addEventListener(leaving, flush, { capture: true, once: true });
  };
  if (data.consent !== 'tcf') add();
  else w.__tcfapi?.('getTCData', 2, ({ purpose }) => purpose?.consents?.[1] && add());
}
