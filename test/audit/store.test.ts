import { describe, expect, test } from 'vitest';
import { checkAudit, listAudit, note } from '../../src/audit/store.ts';
import { eachDatabase } from '../harness/databases.ts';
import { fakeClock } from '../harness/fakeClock.ts';

const clock = fakeClock('2026-11-24T12:00:00.123Z');

eachDatabase('the audit log', (database) => {
  const add = (actor: string, detail?: string) =>
    database().transaction((tx) =>
      note(tx, clock, { actor, act: 'event_replayed', subject: 'evt_1', detail: detail ?? null }),
    );

  test('numbers and seals every line, also of those who write at once', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, i) => add(`stf_${i}`, 'Прочитано, "so"\n')));
    expect(await checkAudit(database())).toEqual({ entries: 12, broken: undefined });
    const listed = await listAudit(database(), { limit: 5 });
    expect(listed.map(({ sequence }) => sequence)).toEqual([12, 11, 10, 9, 8]);
  });

  test('is there only together with what it tells of', async () => {
    const failing = database().transaction(async (tx) => {
      await note(tx, clock, { actor: 'stf_x', act: 'gift_refunded' });
      throw new Error('the act failed');
    });
    await expect(failing).rejects.toThrow('the act failed');
    expect((await listAudit(database(), { actor: 'stf_x', limit: 5 })).length).toBe(0);
  });

  describe('cannot be edited', () => {
    test.each([
      "update audit set actor = 'stf_other' where sequence = 3",
      'delete from audit where sequence = 3',
      'truncate audit',
    ])('%s is refused', async (statement) => {
      await expect(database().query(statement)).rejects.toMatchObject({ code: 'P0001' });
    });

    test.each([
      ["update audit set detail = 'less' where sequence = 3", 3],
      ['delete from audit where sequence = 7', 7],
    ])('and who gets round the database is found out: %s', async (statement, broken) => {
      await database().query('alter table audit disable trigger user');
      await database().query(statement);
      await database().query('alter table audit enable trigger user');
      expect((await checkAudit(database())).broken).toBe(Math.min(3, broken));
    });
  });
});
