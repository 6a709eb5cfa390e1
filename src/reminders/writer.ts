import type { Clock } from '../ground/clock.ts';
import { writeOnPaper } from '../ground/letterPaper.ts';
import { fill, type LetterWords } from '../ground/letterTexts.ts';
import type { Publisher } from '../ground/publisher.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { Writer } from '../ground/sendLetter.ts';
import type { Database } from '../ground/sql.ts';
import type { Reminders } from './reminders.ts';
import { countLetter, endReminder, findReminder, isSuppressed } from './store.ts';

export interface ReminderWriterDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly publishers: Publishers;
  readonly words: LetterWords;
  readonly reminders: Reminders;
  readonly publicUrl: string;
}

/** Back to the article: the widget there has the choices of "remind me later" open (see docs/readers.md). */
function wayBack(article: string | undefined, { home }: Publisher, signature?: string): string {
  const url = new URL(article ?? home);
  url.hash = `smallfavor=later${signature ? `.${signature}` : ''}`;
  return url.href;
}

/** Writes the one letter of a reminder. */
export function createReminderWriter(dependencies: ReminderWriterDependencies): Writer {
  const { db, clock, publishers, words, reminders, publicUrl } = dependencies;
  return {
    async write({ id, about }) {
      const reminder = await findReminder(db, about);
      const facts = reminder && reminders.factsOf(reminder);
      const publisher = publishers.get(reminder?.publisher ?? '');
      if (!reminder || !facts || !publisher)
        return { dropped: 'cancelled, or its address cannot be opened' };
      const { locale, texts } = words(publisher, reminder.locale);
      const pageUrl = `${publicUrl}/reminders/${reminders.letterCodeOf(reminder.id)}`;
      const tag = reminder.readerTag;
      const signature = tag ? reminders.wayBack.sign(publisher.id, tag) : undefined;
      const subject = fill(texts.remindSubject, publisher.name);
      const paper = writeOnPaper(publisher, locale, subject, {
        paragraphs: [fill(texts.remindLead, publisher.name), texts.remindWhy],
        button: { label: texts.remindButton, url: wayBack(facts.article, publisher, signature) },
        footer: [texts.remindOnce],
        links: [{ label: texts.remindStop, url: pageUrl }],
      });
      return { id, to: facts.email, ...paper, unsubscribeUrl: pageUrl };
    },

    async allow(tx, { about }) {
      const reminder = await findReminder(tx, about);
      if (reminder?.status !== 'waiting') return 'cancelled';
      if (await isSuppressed(tx, reminder)) return 'the person wants no letters';
      if (!(await countLetter(tx, reminder, clock.now()))) return 'the person got enough letters';
      return undefined;
    },

    async ended(tx, { about }, status) {
      // Where nobody knows whether it was sent, a person decides, and needs the address for that.
      if (status === 'sent' || status === 'dropped' || status === 'failed')
        await endReminder(tx, about, status, clock.now());
    },
  };
}
