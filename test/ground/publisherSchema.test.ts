import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { publisherSchema } from '../../src/ground/publisher.ts';

const config = join(import.meta.dirname, '../../config');
const publishers = readdirSync(join(config, 'publishers'));
const fileOf = (name: string): Record<string, unknown> =>
  parse(readFileSync(join(config, 'publishers', name), 'utf8'));
const schema = z.toJSONSchema(publisherSchema, { io: 'input' });
// Zod names formats that ajv's core does not know; it takes them as notes, as editors do.
const accepts = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);

test('config/publisher.schema.json, from which editors complete, says what the service reads (vitest -u writes it anew)', async () => {
  const text = `${JSON.stringify({ title: 'A publisher of smallfavor', ...schema }, null, 2)}\n`;
  await expect(text).toMatchFileSnapshot(join(config, 'publisher.schema.json'));
});

test('every publisher’s file is right by it, and tells editors where it is', () => {
  expect(publishers.length).toBeGreaterThan(1);
  for (const name of publishers) {
    expect(accepts(fileOf(name)), JSON.stringify(accepts.errors)).toBe(true);
    expect(readFileSync(join(config, 'publishers', name), 'utf8')).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/publisher\.schema\.json\n/,
    );
  }
});

test('an editor marks a word that is not known, an amount in words, and a home that is missing', () => {
  const right = fileOf('moscow-times.yaml');
  expect(accepts({ ...right, colour: 'red' })).toBe(false);
  expect(accepts({ ...right, graceDays: 'two weeks' })).toBe(false);
  const { home, ...homeless } = right;
  expect(home).toBeTruthy();
  expect(accepts(homeless)).toBe(false);
});
