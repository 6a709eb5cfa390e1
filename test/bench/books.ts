import { once } from 'node:events';
import type { Desk, Memory } from './deskServer.ts';
import { fillBooks } from './fillBooks.ts';
import { median } from './median.ts';
import type { Bench, Figure } from './section.ts';
import { buildBeside, startProgram } from './startProgram.ts';

const few = 10_000;
const perPage = 50;
/** What a page may take of the time that the same page takes where there are few. */
const mayTake = 3;
const mayHoldMb = 150;

const dayMs = 86_400_000;
const daysAgo = (days: number): string =>
  new Date(Date.now() - days * dayMs).toISOString().slice(0, 10);

/** Pages by what they show, for books of so many events and as many transfers. */
const pagesOf = (count: number, hundredth: string): Readonly<Record<string, string>> => ({
  'events, first page': '/console/events',
  'events, hundredth page': `/console/events?after=${hundredth}`,
  'events that failed': '/console/events?status=failed',
  'events of a type': '/console/events?type=refund.created',
  'events of a publisher': '/console/events?publisher=al-manara',
  'events of a month a year ago': `/console/events?from=${daysAgo(395)}&until=${daysAgo(365)}`,
  'failed events of that month': `/console/events?status=failed&from=${daysAgo(395)}&until=${daysAgo(365)}`,
  'events of a customer': `/console/events?customer=cus_Bench${count / 10}`,
  'events of an amount': '/console/events?amount=2.50',
  'one event': `/console/events/evt_bench${count / 2}`,
  'journal, first page': '/console/ledger/journal',
  'journal of an account': '/console/ledger/journal?account=disputes_lost',
  'journal of a month a year ago': `/console/ledger/journal?from=${daysAgo(395)}&until=${daysAgo(365)}`,
  'trial balance': '/console/ledger',
  'an account': '/console/ledger/accounts/gifts:monthly',
  'a seldom account': '/console/ledger/accounts/disputes_lost',
  'an account, a month a year ago': `/console/ledger/accounts/stripe_balance?from=${daysAgo(395)}&until=${daysAgo(365)}`,
  payouts: '/console/payouts',
  'a payout': '/console/payouts/po_Bench2',
});

async function openDesk(bench: Bench, url: string, count: number, file = 'deskServer.ts') {
  const { program, said, stop } = await startProgram<Desk>(file, [url]);
  bench.atEnd(async () => void program.kill('SIGKILL'));
  const ask = async (path: string): Promise<Response> => {
    const headers = { Cookie: said.cookie, Authorization: `Bearer ${said.token}` };
    const answer = await fetch(`http://127.0.0.1:${said.port}${path}`, {
      headers,
      redirect: 'manual',
    });
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    return answer;
  };
  async function memory(): Promise<Memory> {
    const answer = once(program, 'message');
    program.send({});
    return ((await answer) as [Memory])[0];
  }
  /** The cursor of the hundredth page, by turning the ninety-nine before it. */
  async function hundredth(): Promise<string> {
    let after = '';
    for (let turned = 0; turned < 99; turned += 1) {
      const page = await ask(`/v1/finance/events?limit=${perPage}${after && `&after=${after}`}`);
      after = ((await page.json()) as { nextCursor: string }).nextCursor;
    }
    return after;
  }
  return { ask, memory, stop, pages: pagesOf(count, await hundredth()) };
}

async function filled(bench: Bench, count: number): Promise<string> {
  const { url } = await bench.database();
  bench.say(`${count} events and transfers are made`);
  await fillBooks(url, count);
  return url;
}

type OpenDesk = Awaited<ReturnType<typeof openDesk>>;

async function timeOf({ ask, pages }: OpenDesk, name: string): Promise<number> {
  const began = performance.now();
  await (await ask(pages[name]!)).text();
  return performance.now() - began;
}

async function compare(little: OpenDesk, much: OpenDesk, name: string, rounds: number) {
  const times: { little: number; much: number }[] = [];
  for (let round = -2; round < rounds; round += 1) {
    // Which goes first takes turns, and the first rounds only warm up.
    const first = await timeOf(round % 2 ? much : little, name);
    const second = await timeOf(round % 2 ? little : much, name);
    const time = round % 2 ? { much: first, little: second } : { much: second, little: first };
    if (round >= 0) times.push(time);
  }
  return {
    ratio: median(times.map((time) => time.much)) / median(times.map((time) => time.little)),
    ms: median(times.map((time) => time.much)),
  };
}

/** Reads a whole list as CSV. @returns its lines, without the head */
async function readCsv(
  { ask }: OpenDesk,
  path: string,
): Promise<{ lines: number; seconds: number }> {
  const began = performance.now();
  let lines = -1;
  for await (const chunk of (await ask(path)).body!)
    for (const byte of chunk as Uint8Array) if (byte === 10) lines += 1;
  return { lines, seconds: (performance.now() - began) / 1000 };
}

/** The whole inbox and the whole journal as CSV, and the most memory that the built service needed for each. */
async function exportAll(bench: Bench, url: string, count: number): Promise<Figure[]> {
  buildBeside('deskServer.ts', 'stripeKeys.ts');
  const figures: Figure[] = [];
  for (const path of ['/console/events.csv', '/v1/finance/transfers.csv']) {
    bench.say(path);
    const desk = await openDesk(bench, url, count, 'deskServer.js');
    const { lines, seconds } = await readCsv(desk, path);
    const { most } = await desk.memory();
    figures.push(
      { what: `${path}: lines`, value: lines, unit: '', wanted: { atLeast: count } },
      { what: `${path}: lines a second`, value: lines / seconds, unit: '/s' },
      {
        what: `${path}: the most that the process ever held`,
        value: most,
        unit: 'MB',
        wanted: { atMost: mayHoldMb },
      },
    );
  }
  return figures;
}

/** Pages of the console where there is much, beside the same pages where there is little; and whole lists as CSV. */
export async function books(bench: Bench): Promise<Figure[]> {
  const [count, rounds] = [bench.sized(1_000_000, 2 * few), bench.sized(15, 3)];
  const [fewAt, manyAt] = [await filled(bench, few), await filled(bench, count)];
  const [little, much] = [await openDesk(bench, fewAt, few), await openDesk(bench, manyAt, count)];
  const figures: Figure[] = [];
  for (const name of Object.keys(much.pages)) {
    bench.say(name);
    const { ratio, ms } = await compare(little, much, name, rounds);
    figures.push(
      {
        what: `${name}: ${count} beside ${few}`,
        value: ratio,
        unit: '×',
        wanted: { atMost: mayTake },
      },
      { what: name, value: ms, unit: 'ms' },
    );
  }
  await Promise.all([little.stop(), much.stop()]);
  return [...figures, ...(await exportAll(bench, manyAt, count))];
}
