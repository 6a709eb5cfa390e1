// npm run bench [-- section… --scale 0.01]: prints a table, writes bench.json, and fails where something promised is not reached.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { books } from './books.ts';
import { cls } from './cls.ts';
import { draining } from './draining.ts';
import { handlers } from './handlers.ts';
import { openBench } from './openBench.ts';
import { receiving } from './receiving.ts';
import { sandbox } from './sandbox.ts';
import { type Figure, isGood, type Section } from './section.ts';
import { size } from './size.ts';
import { snoozes } from './snoozes.ts';

const sections: Readonly<Record<string, Section>> = {
  size,
  cls,
  handlers,
  receiving,
  sandbox,
  snoozes,
  books,
  draining,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { scale: { type: 'string', default: '1' } },
});
const scale = Number(values.scale);
const unknown = positionals.filter((name) => !Object.hasOwn(sections, name));
if (unknown.length > 0 || !(scale > 0 && scale <= 1)) {
  process.stderr.write(
    `no such section: ${unknown.join(', ') || 'none'}; there are ${Object.keys(sections).join(', ')}; --scale is from 0 to 1\n`,
  );
  process.exit(2);
}

const wantedText = ({ wanted }: Figure): string =>
  wanted ? ('atLeast' in wanted ? `≥ ${wanted.atLeast}` : `≤ ${wanted.atMost}`) : '';
const cell = (value: number): string => String(Number(value.toPrecision(4)));

function tableOf(section: string, figures: readonly Figure[]): string {
  const lines = figures.map(
    (one) =>
      `${one.what.padEnd(64)} ${cell(one.value).padStart(10)} ${one.unit.padEnd(5)} ${wantedText(one).padEnd(8)} ${one.wanted ? (isGood(one) ? 'yes' : 'NO') : ''}`,
  );
  return `\n${section}\n${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

const bench = openBench(scale);
const measured: Record<string, Figure[]> = {};
try {
  for (const name of positionals.length > 0 ? positionals : Object.keys(sections)) {
    process.stderr.write(`${name} …\n`);
    measured[name] = await sections[name]!(bench);
    process.stdout.write(tableOf(name, measured[name]));
  }
} finally {
  await bench.close();
}

const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, node ${process.version}`;
const report = { scale, machine, sections: measured };
writeFileSync(
  join(import.meta.dirname, '../../bench.json'),
  `${JSON.stringify(report, null, 2)}\n`,
);
process.stdout.write(`\nscale ${scale}, ${machine}; also in bench.json\n`);
process.exitCode = Object.values(measured).flat().every(isGood) ? 0 : 1;
