import fs from 'node:fs';
import path from 'node:path';
import type { Fixture, FixtureUser } from '../../src/demo/fixture';

/**
 * The seed of the recordings: four organisations with the access levels 9, 9, 0 and 3, and their projects and users.
 *
 * @param root the project's folder
 */
export function goldenFixture(name: '2021-06' | '2023-11' | '2023-12', root = '.'): Fixture {
  return JSON.parse(
    fs.readFileSync(path.join(root, 'test', 'golden', `fixture-${name}.json`), 'utf8'),
  ) as Fixture;
}

/** The same with other properties of one user's key. */
export function withKey(fixture: Fixture, userId: number, key: Partial<FixtureUser>): Fixture {
  return {
    ...fixture,
    users: fixture.users.map((user) => (user.id === userId ? { ...user, ...key } : user)),
  };
}
