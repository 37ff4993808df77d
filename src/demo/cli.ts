import fs from 'node:fs';
import { parseArgs } from 'node:util';
import type { Fixture } from './fixture';
import { parseFixture } from './fixtureSchema';
import { PROFILE_NAMES, type ProfileName } from './profiles';
import type { Rates } from './rateLimit';
import { startDemoServer, type DemoServerOptions } from './server';

/** A wrong command line: told in one sentence, without a stack. */
class UsageError extends Error {}

function readOptions(argv: readonly string[]): DemoServerOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      profile: { type: 'string' },
      fixture: { type: 'string' },
      port: { type: 'string' },
      rate: { type: 'string' },
      'behind-proxy': { type: 'boolean' },
    },
  });
  const fixture = values.fixture === undefined ? undefined : readFixture(values.fixture);
  return {
    profile: readProfile(values.profile ?? fixture?.profile ?? '2023-12'),
    ...(fixture && { fixture }),
    ...(values.port !== undefined && { port: readPort(values.port) }),
    ...(values.rate !== undefined && { rate: readRate(values.rate) }),
    behindProxy: values['behind-proxy'] ?? false,
  };
}

function readFixture(path: string): Fixture {
  try {
    return parseFixture(fs.readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(
      `The fixture ${path} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function readProfile(name: string): ProfileName {
  const profile = PROFILE_NAMES.find((candidate) => candidate === name);
  if (!profile) {
    throw new UsageError(`There is no profile "${name}"; there are ${PROFILE_NAMES.join(', ')}.`);
  }
  return profile;
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new UsageError(`"${text}" is no port.`);
  }
  return port;
}

function readRate(text: string): Rates {
  const match = /^(\d+),(\d+)$/.exec(text);
  if (!match) {
    throw new UsageError(`"${text}" is no pair of rates: requests per minute and per hour, as in 480,4800.`);
  }
  return { burst: Number(match[1]), sustained: Number(match[2]) };
}

async function main(): Promise<void> {
  const server = await startDemoServer(readOptions(process.argv.slice(2)));
  process.stdout.write(`${JSON.stringify({ ready: true, url: server.url, key: server.key })}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void server.close().then(() => process.exit(0));
    });
  }
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message.split('\n')[0] ?? message}\n`);
  process.exitCode = 2;
});
