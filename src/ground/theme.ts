/** What the appeal is written on, in light and in dark; widget/ui.css and the pages use the same. */
export const paper = { light: '#fbfaf7', dark: '#1a1b1d' } as const;
/** The accent of a publisher whose file names none. */
export const defaultAccent = '#8a1538';
/** WCAG 2.2, 1.4.3: the least contrast of text. */
export const leastContrast = 4.5;

const channels = (colour: string): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

// Relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
function luminanceOf(colour: string): number {
  const [red, green, blue] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** Contrast of two colours written #rrggbb: 1 (none) to 21. */
export function contrastOf(one: string, other: string): number {
  const [dark, light] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

/** Black or white, whichever is read better on this colour; one of them always reaches 4.5:1. */
export const inkOn = (colour: string): '#000000' | '#ffffff' =>
  contrastOf(colour, '#ffffff') >= contrastOf(colour, '#000000') ? '#ffffff' : '#000000';

const mixWithWhite = (colour: string, share: number): string =>
  `#${channels(colour)
    .map((value) =>
      Math.round(value + (255 - value) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

/** The accent as links, borders and buttons use it, and the text on it, for light and for dark surroundings. */
export function accentsOf(accent: string = defaultAccent) {
  let dark = accent;
  for (let share = 0; contrastOf(dark, paper.dark) < leastContrast; share += 0.04)
    dark = mixWithWhite(accent, share);
  return {
    light: { accent, on: inkOn(accent) },
    dark: { accent: dark, on: inkOn(dark) },
  };
}

/** Whether text in this colour can be read on the light paper. */
export const isReadableAccent = (accent: string): boolean =>
  contrastOf(accent, paper.light) >= leastContrast;
