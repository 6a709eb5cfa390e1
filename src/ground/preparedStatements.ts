import { type messages, type PGlite, parse } from '@electric-sql/pglite';
// PGlite has its own, which takes ten times as long to write a statement with many long texts.
import { serialize } from 'pg-protocol';
import type { Statement } from './createTransaction.ts';
import type { SqlResult } from './sql.ts';

interface Prepared {
  readonly name: string;
  readonly parameterTypes: readonly number[];
  /** What describes the rows; nothing where none come. */
  readonly head: readonly messages.BackendMessage[];
}

/** So many are kept; longer texts, which are made for their number of rows, are not. */
const mostKept = 300;
const longestKept = 4000;

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The messages that run a statement. */
function written(
  { serializers }: PGlite,
  { text, values = [] }: Statement,
  { name, parameterTypes }: Prepared,
): Uint8Array[] {
  const texts = values.map((value, i) => {
    if (value === null || value === undefined) return null;
    // As pg does: bytes go as they are.
    if (value instanceof Uint8Array)
      return Buffer.from(value.buffer, value.byteOffset, value.length);
    const write = serializers[parameterTypes[i]!];
    return write ? write(value) : String(value);
  });
  const runs = [serialize.bind({ statement: name, values: texts }), serialize.execute({})];
  // There is one without a name at a time, and this may not be the last of its call.
  return name === '' ? [serialize.parse({ text }), ...runs] : runs;
}

/**
 * Runs statements on the embedded database, each parsed once: one call into it for each run, where PGlite's own `query`
 * makes six. Nobody analyzes these tables, and they grow from nothing: so plans, too, are kept only until as much again
 * has been asked as before they were made.
 */
export function createPreparedStatements(db: PGlite) {
  const kept = new Map<string, Prepared>();
  let named = 0;
  let runs = 0;
  let plannedAnewAt = 512;

  async function send(...parts: Uint8Array[]): Promise<messages.BackendMessage[]> {
    if (db.closed) throw new Error('the embedded database is closed');
    const answer = await db.execProtocol(joined([...parts, serialize.sync()]), { syncToFs: false });
    return answer.messages;
  }

  async function prepare(text: string): Promise<Prepared> {
    const isKept = text.length <= longestKept;
    if (isKept) named += 1;
    const name = isKept ? `statement_${named}` : '';
    const told = await send(
      serialize.parse({ name, text }),
      serialize.describe({ type: 'S', name }),
    );
    const prepared: Prepared = {
      name,
      parameterTypes: parse.parseDescribeStatementResults(told),
      head: told.filter((message) => message.name === 'rowDescription'),
    };
    if (isKept) kept.set(text, prepared);
    return prepared;
  }

  /** Tables may have changed: everything is parsed anew. */
  async function forget(): Promise<void> {
    kept.clear();
    await db.exec('deallocate all');
  }

  /** Runs statements in one call, up to the first that fails. @returns the result of the last */
  async function run<Row>(statements: readonly Statement[]): Promise<SqlResult<Row>> {
    runs += statements.length;
    // Between transactions, as a failed one takes no statement but its rollback.
    if (runs > plannedAnewAt && statements[0]!.text === 'begin') {
      plannedAnewAt = 2 * runs;
      await db.exec('discard plans');
    }
    const unknown = statements.filter(({ text }) => !kept.has(text) && text !== 'rollback').length;
    // Nothing is forgotten for a rollback: what failed takes nothing else.
    if (unknown > 0 && kept.size + unknown > mostKept) await forget();
    const parts: Uint8Array[] = [];
    let head: Prepared['head'] = [];
    for (const statement of statements) {
      const prepared = kept.get(statement.text) ?? (await prepare(statement.text));
      head = prepared.head;
      parts.push(...written(db, statement, prepared));
    }
    const answers = await send(...parts);
    const own = answers.slice(answers.findLastIndex(({ name }) => name === 'bindComplete'));
    const [result] = parse.parseResults([...head, ...own], db.parsers);
    const rows = (result?.rows ?? []) as Row[];
    return { rows, rowCount: result?.affectedRows || rows.length };
  }

  return { run, forget };
}

/** For the beginning of a session: a plan that was made while tables were small is right for large ones too. */
export const planForGrowth = 'set enable_seqscan = off; set plan_cache_mode = force_generic_plan';
