/** Base64 is searched for in one alphabet and without capitals: the odd word found in vain is looked at by a person. */
const plain = (text: string): string =>
  text.toLowerCase().replaceAll('+', '-').replaceAll('/', '_');

/** The signs of base64 that the bytes of a word alone decide, whatever stands before and after them. */
function base64Of(word: string): string[] {
  const bytes = Buffer.from(word);
  return [0, 1, 2].map((before) =>
    Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64url')
      .slice(before && before + 1, Math.floor(((before + bytes.length) * 8) / 6)),
  );
}

/** The ways in which a word may be written: as it is, in an address or a form, as bytes in hexadecimal or base64. */
const formsOf = (word: string): string[] =>
  [word, word.toLowerCase(), word.toUpperCase()].flatMap((written) => [
    written,
    encodeURIComponent(written),
    written.replaceAll(' ', '+'),
    Buffer.from(written).toString('hex'),
    ...base64Of(written),
  ]);

/** Makes a search for words that name somebody. @returns what tells which of them stand in a text, however they are written */
export function createFinder(words: readonly string[]): (place: string, text: string) => string[] {
  const forms = words.map((word) => ({ word, written: new Set(formsOf(word).map(plain)) }));
  return (place, text) => {
    const searched = plain(text);
    return forms
      .filter(({ written }) => [...written].some((form) => searched.includes(form)))
      .map(({ word }) => `${place}: ${word}`);
  };
}
