import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

// The guard starts the server at each line it reads, and ends when its input does: when we close it, and also when we
// die in whatever way. Then the server is killed, awake or stopped, and its folder goes. It is a shell in a session of
// its own, so that a Ctrl-C meant for the tests does not end it before its work is done.
const guard = `
folder=$1; signal=$2; shift 2
while read -r _; do
  "$@" </dev/null >>"$folder/log" 2>&1 &
  server=$!
  echo "$server"
done
kill -s "$signal" "$server" 2>/dev/null; kill -s CONT "$server" 2>/dev/null
wait
rm -rf "$folder"
`;

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface RunningServer {
  readonly folder: string;
  /** Sends the server itself a signal: SIGSTOP hangs it, SIGCONT wakes it. */
  signal(name: NodeJS.Signals): void;
  /** Ends the server with a signal and waits until it is gone; its folder stays. */
  kill(name?: NodeJS.Signals): Promise<void>;
  /** Starts it again, on the same folder and port. */
  restart(): Promise<void>;
  /** Ends the server and removes its folder. */
  stop(): Promise<void>;
}

/** A folder of its own for a server, owned by the account that the server runs under. */
export function serverFolder(name: string, account?: Account): string {
  const folder = mkdtempSync(join(tmpdir(), `smallfavor-test-${name}-`));
  if (account) chownSync(folder, account.uid, account.gid);
  return folder;
}

/** The account for servers that refuse to run as root; undefined where we are not root. */
export function unprivilegedAccount(name: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function startGuard(given: {
  folder: string;
  command: readonly string[];
  stopSignal?: 'KILL' | 'QUIT';
  account?: Account | undefined;
}) {
  const { folder, command, stopSignal = 'KILL', account } = given;
  const process = spawn('sh', ['-c', guard, 'guard', folder, stopSignal, ...command], {
    cwd: folder,
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    ...account,
  });
  async function stop(): Promise<void> {
    if (process.exitCode !== null || process.signalCode !== null) return;
    const gone = once(process, 'exit');
    process.ref();
    process.stdin.end();
    await gone;
  }
  /** A test that forgets stop() must not keep its worker alive: the guard does its work when we go. */
  function unref(): void {
    process.unref();
    for (const stream of [process.stdin, process.stdout]) (stream as unknown as Handle).unref();
  }
  return { process, stop, unref };
}

/** A folder that is removed by stop(), and also when we die in whatever way. */
export function scratchFolder(): { readonly folder: string; stop(): Promise<void> } {
  const folder = serverFolder('scratch');
  const { stop, unref } = startGuard({ folder, command: [] });
  unref();
  return { folder, stop };
}

/** Starts a server that dies with us, however we die; `isReady` says when it answers. @throws Error with its log */
export async function startServer(given: {
  folder: string;
  command: readonly string[];
  isReady: () => Promise<boolean>;
  stopSignal?: 'KILL' | 'QUIT';
  account?: Account | undefined;
}): Promise<RunningServer> {
  const { folder } = given;
  const { process: guardian, stop, unref } = startGuard(given);
  let pid = 0;
  async function start(): Promise<void> {
    pid = await askToStart(guardian);
    for (let attempt = 0; !(await given.isReady()); attempt += 1) {
      if (!isRunning(pid) || attempt > 600) {
        const log = readFileSync(join(folder, 'log'), 'utf8').split('\n').slice(-15).join('\n');
        await stop();
        throw new Error(`${given.command[0]} did not start:\n${log}`);
      }
      await sleep(50);
    }
  }
  async function kill(name: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    process.kill(pid, name);
    while (isRunning(pid)) await sleep(5);
  }
  await start();
  unref();
  return { folder, signal: (name) => void process.kill(pid, name), kill, restart: start, stop };
}

interface Handle {
  unref(): void;
}

/** @returns the process id of the server that the guard has started */
async function askToStart(guardian: ChildProcess): Promise<number> {
  const answer = once(guardian.stdout!, 'data');
  guardian.stdin!.write('start\n');
  const [line] = (await answer) as [Buffer];
  return Number(line.toString());
}

/** Whether the process exists and is not merely waiting to be buried. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch (error) {
    // No /proc outside Linux: that the signal could be sent is enough there.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' && process.platform !== 'linux';
  }
}

/**
 * A TCP port that is free now. It lies below those that the system hands to outgoing connections, which would take the
 * port of a server while it restarts; a cluster's second port, 10,000 above, still exists.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 1000; tries += 1) {
    const port = randomInt(20_000, 32_000);
    const probe = createServer();
    probe.listen(port, '127.0.0.1');
    const isFree = await once(probe, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
  throw new Error('no port is free');
}
