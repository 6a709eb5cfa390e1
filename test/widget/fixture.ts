import { afterAll, beforeAll } from 'vitest';
import { type Fixture, openFixture } from './openFixture.ts';

export type { Fixture, Service } from './openFixture.ts';

/** A fixture for this file, there from the first test on. */
export function givenFixture(): Fixture {
  const fixture = {} as Fixture & { close?(): Promise<void> };
  beforeAll(async () => {
    Object.assign(fixture, await openFixture());
  });
  afterAll(() => fixture.close?.());
  return fixture;
}
