import { type LetterBody, type PaperOwner, writeOnPaper } from '../ground/letterPaper.ts';
import type { Letter } from '../ground/mail.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { Writer } from '../ground/sendLetter.ts';
import type { Queryable } from '../ground/sql.ts';
import { type AlertedKind, alertKindOf } from './alertKinds.ts';
import type { AlertRecipients } from './alertRecipients.ts';
import { type Incident, incidentKinds } from './incident.ts';
import type { AlertFacts } from './orderAlerts.ts';
import { incidentsById } from './store.ts';

export interface AlertWriterDependencies {
  readonly db: Queryable;
  readonly publishers: Publishers;
  readonly recipients: AlertRecipients;
  readonly publicUrl: string;
}

type News = 'opened' | 'still' | 'over';
type Told = Incident & { readonly news: News };

const own: PaperOwner = { name: 'smallfavor', theme: {}, mail: {} };
const mostNamed = 20;

const kindOf = ({ kind }: Incident) => alertKindOf(kind as AlertedKind);

const saysOf = (told: Told): string => {
  const says = incidentKinds[told.kind];
  if (told.news === 'over') return kindOf(told).over;
  return told.news === 'still' ? `Still: ${says}` : says;
};

/** What the letter is about in one line: the first of its news, and how many more there are. */
function subjectOf(told: readonly Told[]): string {
  const says = [...new Set(told.map(saysOf))];
  const more = says.length > 1 ? `, and ${says.length - 1} more` : '';
  return `${says[0]}${more}`;
}

const timeIn = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'long', timeZone }).format(at);

/** One incident as a line: whose it is, what it is about, and from when until when. */
function lineOf(told: Told, publishers: Publishers): readonly [string, string] {
  const { subject, publisher, detail, openedAt, closedAt } = told;
  const timeZone = publishers.get(publisher)?.timeZone ?? 'UTC';
  const about = [publisher, ...(subject === publisher ? [] : [subject])].join(', ');
  const span = closedAt
    ? `from ${timeIn(openedAt, timeZone)} to ${timeIn(closedAt, timeZone)}`
    : `since ${timeIn(openedAt, timeZone)}`;
  const facts = told.news === 'over' ? '' : kindOf(told).tell(detail);
  return [`${saysOf(told)} (${about})`, [span, facts].filter(Boolean).join('; ')];
}

function bodyOf(
  told: readonly Told[],
  { publishers, publicUrl }: Pick<AlertWriterDependencies, 'publishers' | 'publicUrl'>,
): LetterBody {
  const advised = told.filter(({ news }) => news !== 'over');
  const advice = new Set(advised.map((one) => kindOf(one).advice));
  const pages = new Set(told.map((one) => kindOf(one).page(one.subject)));
  const left = told.length - mostNamed;
  return {
    paragraphs: [
      ...[...new Set(told.map(saysOf))].map((says) => `${says}.`),
      ...advice,
      ...(left > 0 ? [`This letter names ${mostNamed}; there are ${left} more.`] : []),
    ],
    facts: told.slice(0, mostNamed).map((one) => lineOf(one, publishers)),
    button: { label: 'See it in the console', url: `${publicUrl}${[...pages][0]}` },
    links: [{ label: 'All that needs attention', url: `${publicUrl}/console` }],
    footer: [
      advised.length > 0
        ? 'You get one letter when something goes wrong, one a day while it lasts, and one when it is over.'
        : 'Nothing is left to do about this.',
      'ALERTS_TO in the settings of the service says who gets these letters.',
    ],
  };
}

/** Writes letters to staff about incidents. They name ids and counts, never a reader. */
export function createAlertWriter(dependencies: AlertWriterDependencies) {
  const { db, recipients, publicUrl } = dependencies;

  const letter = (id: string, to: string, subject: string, body: LetterBody): Letter => ({
    id,
    to,
    ...writeOnPaper(own, 'en', subject, body),
  });

  async function toldIn(facts: AlertFacts): Promise<Told[]> {
    const newsOf = (['opened', 'still', 'over'] as const).map(async (news) =>
      (await incidentsById(db, facts[news])).map((one): Told => ({ ...one, news })),
    );
    return (await Promise.all(newsOf)).flat();
  }

  const writer: Writer = {
    async write({ id, facts }) {
      const to = recipients.addressOf(facts.to);
      if (!to) return { dropped: 'ALERTS_TO does not name them any more' };
      const told = (await toldIn(facts as AlertFacts)).filter(
        ({ news, closedAt }) => news !== 'still' || !closedAt,
      );
      if (told.length === 0) return { dropped: 'it is over' };
      return letter(id, to, subjectOf(told), bodyOf(told, dependencies));
    },
  };

  /** A letter to try whether such letters arrive. */
  const trial = (id: string, to: string): Letter =>
    letter(id, to, 'A trial: letters about what goes wrong arrive here', {
      paragraphs: [
        'Nothing is wrong. Somebody tried whether letters about what goes wrong arrive.',
      ],
      button: { label: 'Open the console', url: `${publicUrl}/console` },
      footer: ['ALERTS_TO in the settings of the service says who gets these letters.'],
    });

  return { writer, trial };
}
