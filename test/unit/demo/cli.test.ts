import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import path from 'node:path';
import * as v from 'valibot';
import { rawRequest } from '../../support/rawHttp';

const ROOT = path.join(__dirname, '../../..');

const readySchema = v.object({ ready: v.literal(true), url: v.string(), key: v.string() });

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

class Run {
  private readonly child: ChildProcessWithoutNullStreams;
  private stdout = '';
  private stderr = '';
  readonly ended: Promise<Ended>;

  constructor(...args: readonly string[]) {
    this.child = spawn(process.execPath, ['--import=tsx', 'src/demo/cli.ts', ...args], { cwd: ROOT });
    this.child.stdout.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    this.child.stderr.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.ended = new Promise((resolve) => {
      this.child.on('close', (code) => resolve({ code, stdout: this.stdout, stderr: this.stderr }));
    });
  }

  async ready(): Promise<v.InferOutput<typeof readySchema>> {
    await new Promise((resolve) => this.child.stdout.once('data', resolve));
    return v.parse(readySchema, JSON.parse(this.stdout));
  }

  async stop(): Promise<Ended> {
    this.child.kill('SIGTERM');
    return this.ended;
  }
}

describe('demo:server', function () {
  this.timeout(30_000);

  it('prints one line of JSON when ready, serves the fixture, and ends cleanly', async () => {
    const run = new Run('--fixture', 'test/golden/fixture-2023-11.json', '--rate', '1,10', '--behind-proxy');
    const { url, key } = await run.ready();
    const get = () =>
      rawRequest(url, {
        method: 'GET',
        path: '/api/projects/1/plugin_configs/?limit=1',
        headers: { Authorization: `Bearer ${key}`, 'X-Forwarded-Host': 'posthog.example.org' },
      });
    const first = await get();
    assert.match(first.text, /"next":"http:\/\/posthog\.example\.org\//);
    assert.doesNotMatch(first.text, /"deleted"/, 'the profile is that of the fixture');
    assert.equal((await get()).status, 429);
    const ended = await run.stop();
    assert.deepEqual([ended.code, ended.stderr, ended.stdout.split('\n').length], [0, '', 2]);
  });

  const mistakes: readonly (readonly [readonly string[], RegExp])[] = [
    [['--profile', '1999'], /^There is no profile "1999"/],
    [['--fixture', 'nowhere.json'], /^The fixture nowhere\.json cannot be used: /],
    [['--fixture', 'package.json'], /^The fixture package\.json cannot be used: organizations: /],
    [['--port', 'x'], /^"x" is no port\./],
    [['--rate', '5'], /^"5" is no pair of rates/],
    [['--nonsense'], /^Unknown option '--nonsense'/],
  ];
  for (const [args, message] of mistakes) {
    it(`refuses ${args.join(' ')} with one sentence`, async () => {
      const ended = await new Run(...args).ended;
      assert.equal(ended.code, 2);
      assert.match(ended.stderr, message);
      assert.equal(ended.stderr.trim().split('\n').length, 1);
      assert.equal(ended.stdout, '');
    });
  }
});
