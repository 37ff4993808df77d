import net from 'node:net';

/** How a network is gone: `refused` says so at once; `silent` takes everything and answers nothing. */
export type OutageKind = 'refused' | 'silent';

/** A wire to a server that can be cut and mended: what goes through it is not looked at. */
export class NetworkGate {
  private readonly sockets = new Set<net.Socket>();
  /** Wait for the network to come back, as far as their owners have the patience. */
  private readonly held = new Set<net.Socket>();
  private server: net.Server | undefined;
  private outage: OutageKind | undefined;

  private constructor(
    private readonly target: URL,
    private port: number,
  ) {}

  static async start(targetUrl: string): Promise<NetworkGate> {
    const gate = new NetworkGate(new URL(targetUrl), 0);
    await gate.listen();
    return gate;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async goDown(kind: OutageKind): Promise<void> {
    this.outage = kind;
    for (const socket of this.sockets) {
      if (kind === 'refused') {
        socket.destroy();
      } else {
        socket.pause();
        this.held.add(socket);
      }
    }
    if (kind === 'refused') {
      await this.stopListening();
    }
  }

  async comeBack(): Promise<void> {
    this.outage = undefined;
    for (const socket of this.held) {
      if (socket.listenerCount('data') > 0) {
        socket.resume();
      } else {
        this.passOn(socket);
      }
    }
    this.held.clear();
    if (!this.server) {
      await this.listen();
    }
  }

  async close(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await this.stopListening();
  }

  private listen(): Promise<void> {
    const server = net.createServer((socket) => {
      this.keep(socket);
      if (this.outage === 'silent') {
        this.held.add(socket);
      } else {
        this.passOn(socket);
      }
    });
    this.server = server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', () => {
        const address = server.address();
        this.port = typeof address === 'object' && address ? address.port : 0;
        resolve();
      });
    });
  }

  private async stopListening(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  }

  private keep(socket: net.Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.sockets.delete(socket);
      this.held.delete(socket);
    });
  }

  private passOn(socket: net.Socket): void {
    const onward = net.connect(Number(this.target.port), this.target.hostname);
    this.keep(onward);
    socket.on('close', () => onward.destroy());
    onward.on('close', () => socket.destroy());
    socket.on('data', (data) => onward.write(data));
    onward.on('data', (data) => socket.write(data));
  }
}
