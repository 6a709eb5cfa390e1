import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names of what is stored or sent, by where it is stored or by the request that sends it; sorted. */
export type Statement = Record<string, string[]>;

const text = readFileSync(join(import.meta.dirname, '../../docs/publishers.md'), 'utf8');
const inCode = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word!);

/** The rows of the document's table that begins with this heading. */
function rowsUnder(heading: string): string[][] {
  const [, below] = text.split(`\n${heading}\n`);
  if (!below) throw new Error(`docs/publishers.md has no table ${heading}`);
  const lines = below.split('\n').slice(1);
  return lines
    .slice(0, lines.indexOf(''))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map((cells) => cells.slice(1, -1));
}

/** What docs/publishers.md says is stored, by store and name. */
export const storedByDocument = (): Statement =>
  Object.fromEntries(
    rowsUnder('| where | name | what | how long |').map(([where, name, what]) => [
      `${where} ${inCode(name!)}`,
      inCode(what!)
        .filter((word) => !word.startsWith('data-'))
        .sort(),
    ]),
  );

/** What docs/publishers.md says is sent, by method and address. */
export const sentByDocument = (): Statement =>
  Object.fromEntries(
    rowsUnder('| when | request | what is in it |').flatMap(([, requests, what]) =>
      inCode(requests!).map((request) => [
        request.replace(' P/', ' /v1/publishers/<publisher>/'),
        inCode(what!).sort(),
      ]),
    ),
  );

/** Which of the document's requests this is, or itself where it is none of them. */
export function nameOf(request: string, known: readonly string[]): string {
  const matches = (name: string) =>
    new RegExp(`^${name.replace(/[.]/g, '\\.').replace(/<\w+>/g, '[^/]+')}$`).test(request);
  return known.find(matches) ?? request;
}
