/** A calendar month in a place. */
export interface Month {
  /** Such as 2026-11. */
  readonly name: string;
  /** The first instant of the next one there. */
  readonly endsAt: Date;
}

/** Which month it is in a time zone. */
export type Months = (at: Date, timeZone: string) => Month;

interface Zone {
  readonly nameAt: (seconds: number) => string;
  /** The month asked for last, and the second from which it is known to run. */
  known?: Month & { readonly from: number };
}

function openZone(timeZone: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
  });
  return {
    nameAt(seconds) {
      const parts = format.formatToParts(seconds * 1000);
      const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
      return `${of('year').padStart(4, '0')}-${of('month')}`;
    },
  };
}

const dayS = 86_400;

/** The first second after `from` whose month is a later one, found by halving: midnight may be skipped or come twice. */
function endOfMonth({ nameAt }: Zone, from: number, name: string): number {
  let inside = from;
  let after = from + 32 * dayS;
  while (after - inside > 1) {
    const middle = Math.floor((inside + after) / 2);
    if (nameAt(middle) > name) after = middle;
    else inside = middle;
  }
  return after;
}

/** Calendar months by time zone. What it finds out it remembers: page after page asks for the same month. */
export function createMonths(): Months {
  const zones = new Map<string, Zone>();
  return (at, timeZone) => {
    const zone = zones.get(timeZone) ?? openZone(timeZone);
    zones.set(timeZone, zone);
    const seconds = Math.floor(at.getTime() / 1000);
    if (!zone.known || seconds < zone.known.from || at >= zone.known.endsAt) {
      const name = zone.nameAt(seconds);
      const endsAt = new Date(endOfMonth(zone, seconds, name) * 1000);
      zone.known = { name, endsAt, from: seconds };
    }
    const { name, endsAt } = zone.known;
    return { name, endsAt };
  };
}
