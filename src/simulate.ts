import { fromUnixSeconds, systemClock } from './ground/clock.ts';
import { createLog } from './ground/log.ts';
import { formatMoney } from './ground/money.ts';
import { createStripe } from './ground/stripe.ts';
import { openOwnSandbox } from './ownSandbox.ts';
import { createDirectCheckout } from './simulate/openDirectly.ts';
import { ArgumentError, helpText, readOptions, type SimulateOptions } from './simulate/options.ts';
import { planLives } from './simulate/planLife.ts';
import { playYear } from './simulate/playYear.ts';
import { createProgress } from './simulate/progress.ts';
import { type Books, readBooks } from './simulate/readBooks.ts';

const currencies = ['usd', 'eur', 'jpy'];
const write = (text: string): void => void process.stdout.write(text);
const dateOf = (seconds: number): string => fromUnixSeconds(seconds).toISOString().slice(0, 10);

function summaryOf({ counts, renewals, charged, digest }: Books): string {
  const money = Object.entries(charged)
    .sort()
    .map(([currency, amount]) => formatMoney({ amount, currency }, 'en'));
  const things = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  return `\n  ${things.join(', ')}; ${renewals} renewals were paid\n  charged ${money.join(', ')}\n  digest ${digest}\n`;
}

async function play(options: SimulateOptions, api: string, signal: AbortSignal): Promise<boolean> {
  const { from, days, seed, supporters, key } = options;
  const stripe = createStripe({ secretKey: key, apiBase: api });
  const lives = planLives({ seed, supporters, days, currencies });
  const openCheckout = await createDirectCheckout(stripe);
  write(`${supporters} monthly supporters and some others from ${dateOf(from)}, seed ${seed}\n`);
  const progress = createProgress({
    from,
    days,
    isTerminal: process.stdout.isTTY === true,
    write,
  });
  const name = `Simulated year, seed ${seed}`;
  const { onDay } = progress;
  const year = { stripe, openCheckout, lives, seed, from, days, name, onDay, signal };
  const { day, clock } = await playYear(year);
  progress.end();
  const isWhole = day === days;
  if (!isWhole)
    write(`stopped on ${dateOf(from + day * 86_400)}: what happened until then stays\n`);
  write(summaryOf(await readBooks(stripe, from)));
  if (options.api) write(`  its test clock, which can be advanced further: ${clock}\n`);
  return isWhole;
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), systemClock.now());
  if (!options) {
    write(helpText);
    return 0;
  }
  const stopping = new AbortController();
  process.on('SIGINT', () => {
    // A second one means: at once.
    if (stopping.signal.aborted) process.exit(130);
    stopping.abort();
  });
  const own = options.api
    ? undefined
    : await openOwnSandbox({ clock: systemClock, log: createLog('warn') });
  try {
    return (await play(options, options.api ?? own!.url, stopping.signal)) ? 0 : 130;
  } finally {
    await own?.close();
  }
}

function explain(error: unknown): string {
  if (error instanceof ArgumentError) return error.message;
  const { code, message } = error as { code?: string; message: string };
  if (code === 'ECONNREFUSED' || /connection to Stripe/.test(message))
    return 'cannot simulate: nothing answers at the address given with --api';
  return `the simulation failed: ${error instanceof Error ? error.stack : String(error)}`;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  },
);
