import type { OutgoingRequest, RawReply } from '../../../src/api/exchange';
import { damaged } from './bytes';
import { reply } from './cannedClient';
import type { Corpus, Recorded } from './corpus';
import { mutated } from './mutate';
import type { Random } from './random';
import { readJson } from './reading';
import { writeJson } from './wire';

/** A made-up server: it has one answer for each address and gives the same one again, as servers do. */
export class FuzzServer {
  private readonly answers = new Map<string, RawReply>();
  private readonly recorded: readonly Recorded[];

  /** @param profile whose recorded answers are changed */
  constructor(
    private readonly corpus: Corpus,
    private readonly random: Random,
    /** How often an answer is changed, 0 to 1. */
    private readonly share: number,
  ) {
    this.recorded = corpus.get('listPluginConfigs')?.filter(({ status }) => status === 200) ?? [];
  }

  /** What it answers, also before it was asked. */
  answer({ method, path }: Pick<OutgoingRequest, 'method' | 'path'>): RawReply {
    const key = `${method} ${path}`;
    const known = this.answers.get(key);
    const made = known ?? this.make(method, path);
    this.answers.set(key, made);
    return made;
  }

  /** What it did answer, as JSON that says something; undefined where it was not asked or said no. */
  answered(method: string, path: string): unknown {
    const answer = this.answers.get(`${method} ${path}`);
    return answer && answer.status < 300 ? readJson(answer.body)?.value : undefined;
  }

  private make(method: string, path: string): RawReply {
    const { random } = this;
    if (/plugin[_-]configs\/\?/.test(path)) {
      return /offset=0(&|$)/.test(path) || random.chance(0.3)
        ? this.spoil(random.pick(this.recorded))
        : reply(Buffer.from('{"count": 0, "next": null, "previous": null, "results": []}'));
    }
    const id = Number(/plugin[_-]configs\/(\d+)\//.exec(path)?.[1]);
    const operation = path.includes('/organizations/')
      ? 'listPlugins'
      : path.includes('/logs')
        ? 'listLogs'
        : path.endsWith('/job')
          ? 'probeJobs'
          : method === 'PATCH'
            ? 'updatePluginConfig'
            : method === 'DELETE'
              ? 'deletePluginConfig'
              : 'retrievePluginConfig';
    const all = this.corpus.get(operation) ?? [];
    const good = all.filter(({ status }) => status < 300);
    const ofId = good.filter(
      ({ body }) => typeof body === 'object' && body !== null && 'id' in body && body.id === id,
    );
    return this.spoil(random.pick(ofId.length > 0 ? ofId : good.length > 0 ? good : all));
  }

  private spoil({ body, status, contentType }: Recorded): RawReply {
    const { random } = this;
    if (!random.chance(this.share)) {
      return reply(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), status, contentType);
    }
    const bytes = Buffer.from(writeJson(mutated(body, random)));
    return reply(random.chance(0.05) ? damaged(bytes, random) : bytes, status, contentType);
  }
}
