const oidOfText = 25;
const headBytes = 20;

/**
 * A text[] parameter in the binary form of both databases: long texts in it are neither escaped nor read letter by letter.
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export function textArray(texts: readonly (string | null)[]): Buffer {
  const lengths = texts.map((text) => (text === null ? 0 : Buffer.byteLength(text)));
  const whole = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 4 + length, headBytes));
  const dimensions = 1;
  const mayHaveNulls = 1;
  const firstIndex = 1;
  let at = 0;
  for (const word of [dimensions, mayHaveNulls, oidOfText, texts.length, firstIndex])
    at = whole.writeInt32BE(word, at);
  texts.forEach((text, i) => {
    at = whole.writeInt32BE(text === null ? -1 : lengths[i]!, at);
    if (text !== null) at += whole.write(text, at);
  });
  return whole;
}

/** The text of a text[] value, for a column of such within a parameter. */
export const arrayLiteral = (texts: readonly string[]): string =>
  `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
