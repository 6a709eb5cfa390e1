import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvCell } from '../../src/ground/csv.ts';

/** Reads one CSV cell as RFC 4180 says. */
const readCell = (cell: string) =>
  cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;

test('every text comes back as it went in, save for the apostrophe that disarms a formula', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect([text, `'${text}`]).toContain(readCell(csvCell(text)));
    }),
  );
});

test('no text begins as a formula does', () => {
  const starts = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\0', '\uff1d', '');
  fc.assert(
    fc.property(starts, fc.string(), (start, rest) => {
      expect(readCell(csvCell(start + rest))).not.toMatch(/^[=+\-@\t\r\0\uff1d]/);
    }),
  );
});

test('no text breaks out of its cell', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a') }), (text) => {
      const cell = csvCell(text);
      if (/[",\r\n]/.test(cell)) expect(cell).toMatch(/^"(?:[^"]|"")*"$/);
    }),
  );
});

test('a negative amount stays a number', () => {
  expect(csvCell(-200)).toBe('-200');
});
