// A process with one server, which its parent asks what it has cost: node … sandboxServers.ts sandbox|bare
import express from 'express';
import { systemClock } from '../../src/ground/clock.ts';
import { createHttpServer, listen, portOf } from '../../src/ground/http.ts';
import { createLog } from '../../src/ground/log.ts';
import { openOwnSandbox } from '../../src/ownSandbox.ts';

/** What a parent says: which answers a bare server has to give, that it is over, or nothing, which asks for the cost so far. */
export interface Told {
  readonly isOver?: boolean;
  readonly answers?: Readonly<Record<string, string>>;
}

/** CPU that this process has used since it began: ms. */
export interface Cost {
  readonly cpu: number;
}

const [kind] = process.argv.slice(2);
let answers: NonNullable<Told['answers']> = {};
let end = async (): Promise<void> => {};

/** The least that could answer: the form is read, and what was found out before is sent. */
async function bare(): Promise<number> {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(express.urlencoded({ extended: true }), (req, res) => {
    res.type('json').send(answers[`${req.method} ${req.path}`] ?? '{}');
  });
  const server = createHttpServer(app);
  await listen(server, 0, '127.0.0.1');
  return portOf(server);
}

async function sandbox(): Promise<number> {
  const { url, close } = await openOwnSandbox({ clock: systemClock, log: createLog('silent') });
  end = close;
  return Number(new URL(url).port);
}

process.on('message', (told: Told) => {
  if (told.isOver) void end().then(() => process.exit(0));
  if (told.answers) answers = told.answers;
  const { user, system } = process.cpuUsage();
  process.send!({ cpu: (user + system) / 1000 } satisfies Cost);
});
process.send!({ port: await (kind === 'sandbox' ? sandbox() : bare()) });
