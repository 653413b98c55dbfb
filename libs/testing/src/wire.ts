import { connect, type Socket } from 'node:net';

export interface WireAnswer {
  readonly status: number;
  /** By lower-case name; several of one name are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends bytes as they are, which no HTTP client would, and reads one answer.
 * @returns undefined where the other side ended the connection without one
 */
export function exchange(
  port: number,
  sent: string | Buffer | ((socket: Socket) => void),
  { milliseconds = 30_000 } = {},
): Promise<WireAnswer | undefined> {
  return new Promise((resolve, reject) => {
    let got = Buffer.alloc(0);
    const socket = connect(port, '127.0.0.1', () => {
      if (typeof sent === 'function') sent(socket);
      else socket.write(sent);
    });
    const late = setTimeout(() => {
      socket.destroy();
      reject(new Error(`No whole answer within ${milliseconds} ms; so far: ${got.toString('latin1')}`));
    }, milliseconds);
    const finish = () => {
      clearTimeout(late);
      socket.destroy();
      resolve(parsed(got, true));
    };
    socket.on('data', (chunk) => {
      got = Buffer.concat([got, chunk]);
      if (parsed(got, false)) finish();
    });
    socket.once('close', finish);
    // A server that has answered may reset what it does not read.
    socket.on('error', () => undefined);
  });
}

/** The first final answer in the bytes, if it is whole; `ended`: no more will come. */
function parsed(bytes: Buffer, ended: boolean): WireAnswer | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const [first, ...lines] = bytes.subarray(0, headEnd).toString('latin1').split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(`${first} `)?.[1]);
  const rest = bytes.subarray(headEnd + 4);
  if (status === 100) return parsed(rest, ended);
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const [, name, value] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
    if (name === undefined) throw new Error(`Not a header: ${JSON.stringify(line)}`);
    const key = name.toLowerCase();
    headers[key] = headers[key] === undefined ? value! : `${headers[key]}, ${value}`;
  }
  const body = bodyOf(rest, headers, ended);
  return body === undefined ? undefined : { status, headers, body };
}

function bodyOf(bytes: Buffer, headers: Record<string, string>, ended: boolean): string | undefined {
  if (headers['transfer-encoding'] === 'chunked') {
    const parts: Buffer[] = [];
    for (let at = 0; ;) {
      const lineEnd = bytes.indexOf('\r\n', at);
      if (lineEnd < 0) return undefined;
      const size = parseInt(bytes.subarray(at, lineEnd).toString('latin1'), 16);
      if (bytes.length < lineEnd + 2 + size + 2) return undefined;
      if (size === 0) return Buffer.concat(parts).toString();
      parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
      at = lineEnd + 2 + size + 2;
    }
  }
  const length = headers['content-length'];
  if (length === undefined) return ended ? bytes.toString() : undefined;
  return bytes.length < Number(length)
    ? ended
      ? bytes.toString()
      : undefined
    : bytes.subarray(0, Number(length)).toString();
}
