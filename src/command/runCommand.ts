import { ConfigError } from '../ground/config.ts';
import { FolderInUse } from '../ground/folderLock.ts';
import { Problem } from '../ground/problem.ts';
import { Refused } from './askFinance.ts';
import { type Common, parseCommand } from './parseCommand.ts';
import { usage } from './usage.ts';
import { type Ending, endings, type Operator, type Verb } from './verb.ts';

export interface Streams {
  out(text: string): void;
  err(text: string): void;
}

/** What went wrong, in lines that an operator can act on; what is not of these kinds is a fault of ours. */
function reasonsOf(error: unknown): readonly string[] {
  if (error instanceof ConfigError) return error.reasons;
  if (error instanceof Refused) return [error.message, ...error.faults];
  if (error instanceof FolderInUse || error instanceof Problem) return [error.message];
  if (!(error instanceof Error)) return [String(error)];
  const { code } = (error.cause ?? error) as { code?: string };
  return [code === 'ECONNREFUSED' ? 'nothing answers: is it running?' : error.message];
}

/** Runs what was typed. @returns the exit code */
export async function runCommand(
  verbs: readonly Verb[],
  argv: readonly string[],
  { out, err }: Streams,
  operatorFor: (common: Common) => Operator & { close(): Promise<void> },
): Promise<Ending> {
  const command = parseCommand(verbs, argv);
  if (command.kind === 'help') {
    out(usage(verbs, command.verb));
    return argv.length === 0 ? endings.wrongUsage : endings.done;
  }
  if (command.kind === 'wrong') {
    const inJson = argv.includes('--json');
    const text = `${command.faults.map((fault) => `  - ${fault}`).join('\n')}\n\n`;
    if (inJson) err(`${JSON.stringify({ faults: command.faults })}\n`);
    else err(`this cannot be done:\n${text}${usage(verbs, command.verb)}`);
    return command.verb?.otherwise ?? endings.wrongUsage;
  }
  const { verb, given, common } = command;
  let operator: ReturnType<typeof operatorFor> | undefined;
  try {
    operator = operatorFor(common);
    const { data, lines, ending = endings.done } = await verb.run(given as never, operator);
    if (common.json) {
      if (data !== undefined) out(`${JSON.stringify(data, null, 2)}\n`);
    } else if (lines.length > 0) out(`${lines.join('\n')}\n`);
    return ending;
  } catch (error) {
    const reasons = reasonsOf(error);
    if (common.json) err(`${JSON.stringify({ faults: reasons })}\n`);
    else err(`${reasons.map((reason) => `${reason}\n`).join('')}`);
    const ending = error instanceof ConfigError ? endings.wrongUsage : endings.failed;
    return verb.otherwise ?? ending;
  } finally {
    await operator?.close();
  }
}
