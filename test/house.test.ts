import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

// A room may import rooms on the floors below it, never beside it or above it.
const floors = [
  ['ground'],
  ['ledger', 'giving', 'snooze', 'meter', 'tally', 'reminders', 'audit', 'incidents'],
  ['entitlement', 'checkout', 'supporter'],
  ['appeal', 'webhooks', 'reconcile', 'demo'],
  ['console', 'finance', 'check', 'preview', 'reference'],
  ['command'],
  ['roof'],
];
// Stripe's stand-in, and the year that is played through its API, do not know us: each stands on the ground, and only the
// roof knows them.
const beside = ['sandbox', 'simulate'];
const roots = [
  'src/main.ts',
  'src/smallfavor.ts',
  'src/simulate.ts',
  'widget/evergreen.ts',
  'widget/pinned.ts',
  'widget/preview.ts',
  'widget/wall.ts',
];
const linesPerFile = 200;
const linesPerFunction = 70;
const oneHome: [what: RegExp, ...homes: string[]][] = [
  [/process\.env/, 'src/main.ts', 'src/smallfavor.ts'],
  [/new Date\(\)|Date\.now\(\)/, 'src/ground/clock.ts'],
  [/import (?!type)[^;]*? from 'stripe'/, 'src/ground/stripe.ts'],
];

const root = join(import.meta.dirname, '..');
const filesIn = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name))
    .sort();
const ours = filesIn('src');
const files = [...ours, ...filesIn('widget')];
const source = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
const importsOf = (file: string) =>
  ts
    .preProcessFile(source.get(file)!)
    .importedFiles.filter((entry) => entry.fileName.startsWith('.'))
    .map((entry) => normalize(join(dirname(file), entry.fileName)));
const imports = new Map(files.map((file) => [file, importsOf(file)]));
const roomOf = (file: string) => {
  const [top, room] = file.split('/');
  if (top !== 'src') return top!;
  return file.split('/').length === 2 ? 'roof' : room!;
};
const floorOf = (file: string) => floors.findIndex((rooms) => rooms.includes(roomOf(file)));

function mayImport(file: string, target: string): boolean {
  const [from, to] = [roomOf(file), roomOf(target)];
  if (from === to) return true;
  if (beside.includes(from)) return to === 'ground';
  if (beside.includes(to)) return from === 'roof';
  return floorOf(target) < floorOf(file);
}

/** Declarations of functions and classes longer than a screen, as file:line. */
function longFunctions(file: string): string[] {
  const tree = ts.createSourceFile(file, source.get(file)!, ts.ScriptTarget.Latest, true);
  const lineOf = (position: number) => tree.getLineAndCharacterOfPosition(position).line + 1;
  const long: string[] = [];
  const visit = (node: ts.Node) => {
    const length = lineOf(node.end) - lineOf(node.getStart()) + 1;
    if (ts.isFunctionLike(node) && length > linesPerFunction)
      long.push(`${file}:${lineOf(node.getStart())}`);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return long;
}

test('the house is seen whole', () => {
  expect(ours.length).toBeGreaterThan(60);
  expect([...imports.values()].flat().length).toBeGreaterThan(200);
});

test('every room stands on a floor', () => {
  expect(ours.filter((file) => floorOf(file) < 0 && !beside.includes(roomOf(file)))).toEqual([]);
});

test('imports go down, or stay in the room', () => {
  const climbing = ours.flatMap((file) =>
    imports
      .get(file)!
      .filter((target) => !mayImport(file, target))
      .map((target) => `${file} -> ${target}`),
  );
  expect(climbing).toEqual([]);
});

test('no circles, and no file that nobody reaches', () => {
  const circles: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, trail: string[]): void => {
    if (trail.includes(file)) {
      circles.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
      return;
    }
    if (done.has(file)) return;
    for (const target of imports.get(file) ?? []) walk(target, [...trail, file]);
    done.add(file);
  };
  for (const file of roots) walk(file, []);
  expect(circles).toEqual([]);
  expect(files.filter((file) => !done.has(file))).toEqual([]);
});

test('files and functions fit on a screen', () => {
  const long = files.filter((file) => source.get(file)!.split('\n').length - 1 > linesPerFile);
  expect([...long, ...files.flatMap(longFunctions)]).toEqual([]);
});

test('the clock, the environment and Stripe are each asked in one place', () => {
  const strays = ours.flatMap((file) =>
    oneHome
      .filter(([what, ...homes]) => !homes.includes(file) && what.test(source.get(file)!))
      .map(([what]) => `${file}: ${what}`),
  );
  expect(strays).toEqual([]);
});

test('names say what a thing is', () => {
  const drawers = files.filter((file) =>
    /(^|\/)(index|types|utils?|helpers?|common|misc|manager|service)(\.ts|\/)/i.test(file),
  );
  expect(drawers).toEqual([]);
  expect(files.filter((file) => !/^[a-z][A-Za-z0-9]*\.ts$/.test(file.split('/').at(-1)!))).toEqual(
    [],
  );
});
