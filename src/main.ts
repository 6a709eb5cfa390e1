import { type App, buildApp } from './app.ts';
import { fromUnixSeconds } from './ground/clock.ts';
import { type Config, ConfigError } from './ground/config.ts';
import { FolderInUse } from './ground/folderLock.ts';
import { createLog } from './ground/log.ts';
import { readSettings } from './ground/settings.ts';
import type { YearSoFar } from './simulate/playYear.ts';
import { createProgress } from './simulate/progress.ts';
import { welcome } from './welcome.ts';

// Node's own words about a failed start help nobody; ours name each mistake and what to do.
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof FolderInUse) return error.message;
  const { code, port, message } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return `cannot start: port ${port} is taken. Set PORT, or SANDBOX_PORT, to another.`;
  if (code === 'ECONNREFUSED') return `cannot start: the database does not answer (${message})`;
  return `cannot start: ${error instanceof Error ? error.stack : String(error)}`;
}

const dateOf = (seconds: number): string => fromUnixSeconds(seconds).toISOString().slice(0, 10);

const historyFlag = '--with-history';

/** @throws ConfigError for what it does not take */
function wantsHistory(args: readonly string[], config: Config): boolean {
  const reasons = args
    .filter((arg) => arg !== historyFlag)
    .map((arg) => `${arg} is not understood; it takes ${historyFlag}`);
  const wants = args.includes(historyFlag);
  if (wants && config.sandboxPort === undefined)
    reasons.push(`${historyFlag} plays a year in the sandbox, which is off`);
  if (reasons.length > 0) throw new ConfigError(reasons);
  return wants;
}

/** Plays a year before anybody looks, and shows how far it is. */
async function playHistory(app: App, signal: AbortSignal): Promise<void> {
  let progress: ReturnType<typeof createProgress> | undefined;
  let reached: YearSoFar | undefined;
  const write = (text: string) => void process.stdout.write(text);
  await app.playHistory({
    signal,
    onBegin(span) {
      write('playing a year in the sandbox\n');
      progress = createProgress({ ...span, isTerminal: process.stdout.isTTY === true, write });
    },
    onDay(played) {
      reached = played;
      progress?.onDay(played);
    },
    onPart: (until) =>
      write(
        `the year in this sandbox was stopped on ${dateOf(until)} and stays a part of one; for a whole one begin with an empty DATA_DIR\n`,
      ),
  });
  progress?.end();
  if (signal.aborted)
    write(`stopped after ${reached?.day ?? 0} days of the year: what happened until then stays\n`);
}

async function main(): Promise<void> {
  const { config } = readSettings(process.env);
  const withHistory = wantsHistory(process.argv.slice(2), config);
  const log = createLog(config.logLevel);
  const app = await buildApp(config, { log });
  let stopping = false;
  const playing = new AbortController();
  let history: Promise<void> = Promise.resolve();
  const stop = (signal: string) => {
    // A second signal means: at once.
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'stopping');
    playing.abort();
    // A deed that is under way is done first: nothing of the year is left by halves.
    const stopped = history.catch(() => {}).then(app.stop);
    stopped.then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, 'did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  await app.start();
  if (withHistory) {
    history = playHistory(app, playing.signal);
    await history;
    if (stopping) return;
  }
  process.stdout.write(welcome(config, app.financeTokens, await app.consoleUrl()));
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});
