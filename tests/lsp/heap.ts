import type { ChildProcess } from 'node:child_process';

/** What a process started with `--inspect` says to a debugger. */
export class Inspector {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (result: { result?: { value?: unknown } }) => void>();
  #last = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      const { id, result } = JSON.parse(String(data));
      this.#waiting.get(id)?.(result);
      this.#waiting.delete(id);
    };
  }

  static async of(process: ChildProcess): Promise<Inspector> {
    const address = await new Promise<string>((resolve) => {
      process.stderr?.on('data', (chunk) => {
        const found = /ws:\/\/\S+/.exec(String(chunk))?.[0];
        if (found !== undefined) resolve(found);
      });
    });
    const socket = new WebSocket(address);
    await new Promise((resolve) => {
      socket.onopen = resolve;
    });
    return new Inspector(socket);
  }

  /** Bytes of the heap that are in use, after everything unused was collected. */
  async heapUsed(): Promise<number> {
    await this.#ask('HeapProfiler.collectGarbage');
    const { result } = await this.#ask('Runtime.evaluate', { expression: 'process.memoryUsage().heapUsed' });
    return Number(result?.value);
  }

  close(): void {
    this.#socket.close();
  }

  #ask(method: string, params: object = {}): Promise<{ result?: { value?: unknown } }> {
    const id = ++this.#last;
    this.#socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }
}
