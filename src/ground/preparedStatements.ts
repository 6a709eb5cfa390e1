import { type messages, type PGlite, parse } from '@electric-sql/pglite';
// PGlite has its own, which takes ten times as long to write a statement with many long texts.
import { serialize } from 'pg-protocol';
import type { Queryable } from './sql.ts';

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

  const query: Queryable['query'] = async <Row>(text: string, values: readonly unknown[] = []) => {
    runs += 1;
    // Between transactions, as a failed one takes no statement but its rollback.
    if (runs > plannedAnewAt && text === 'begin') {
      plannedAnewAt = 2 * runs;
      await db.exec('discard plans');
    }
    if (kept.size >= mostKept && !kept.has(text)) await forget();
    const { name, parameterTypes, head } = kept.get(text) ?? (await prepare(text));
    const written = values.map((value, i) => {
      if (value === null || value === undefined) return null;
      const write = db.serializers[parameterTypes[i]!];
      return write ? write(value) : String(value);
    });
    const answer = await send(
      serialize.bind({ statement: name, values: written }),
      serialize.execute({}),
    );
    const [result] = parse.parseResults([...head, ...answer], db.parsers);
    const rows = (result?.rows ?? []) as Row[];
    return { rows, rowCount: result?.affectedRows || rows.length };
  };

  return { query, forget };
}

/** For the beginning of a session: a plan that was made while tables were small is right for large ones too. */
export const planForGrowth = 'set enable_seqscan = off';
