import assert from 'node:assert/strict';
import { DemoProject, type DemoServer } from '../../../src/connection/demoProject';

function demo(projectId = 1) {
  let started = 0;
  let closed = 0;
  let failure: Error | undefined;
  const start = (): Promise<DemoServer> => {
    started += 1;
    const close = (): Promise<void> => {
      closed += 1;
      return Promise.resolve();
    };
    const port = started;
    return failure
      ? Promise.reject(failure)
      : Promise.resolve({ url: `http://127.0.0.1:${port}`, key: `phx_${port}`, projectId, close });
  };
  return {
    project: new DemoProject(start),
    counts: () => ({ started, closed }),
    failWith: (error: Error | undefined) => (failure = error),
  };
}

describe('DemoProject', () => {
  it('starts its server when first asked, once', async () => {
    const { project, counts } = demo();
    assert.deepEqual(counts(), { started: 0, closed: 0 });
    const [one, two] = await Promise.all([project.server(), project.server()]);
    assert.equal(one, two);
    assert.deepEqual(counts(), { started: 1, closed: 0 });
  });

  it('starts another one after it was stopped, and says so', async () => {
    const { project, counts } = demo();
    let stopped = 0;
    project.onDidStop(() => (stopped += 1));
    const first = await project.server();
    await project.stop();
    assert.deepEqual([counts(), stopped], [{ started: 1, closed: 1 }, 1]);
    assert.notEqual((await project.server()).key, first.key);
  });

  it('tries again after a failed start', async () => {
    const { project, failWith } = demo();
    failWith(new Error('no port'));
    await assert.rejects(project.server(), /no port/);
    failWith(undefined);
    assert.ok(await project.server());
  });

  it('refuses a server whose project is not the one it stands for', async () => {
    const { project, counts } = demo(2);
    await assert.rejects(project.server(), /project 2, not 1/);
    assert.deepEqual(counts(), { started: 1, closed: 1 });
  });

  it('closes a running server when disposed of', async () => {
    const { project, counts } = demo();
    await project.server();
    project.dispose();
    await Promise.resolve();
    await Promise.resolve();
    assert.equal(counts().closed, 1);
  });
});
