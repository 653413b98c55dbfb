import { randomBytes } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { faultOf } from './problem.filter.js';
import { problemOf, problemType } from './problem.js';

const statusOfCode: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
};

/** What never became a request (no HTTP, headers too large, too slow) is told so as any refusal is, and the connection ends. */
export function answerUnreadable(
  { code = '' }: { readonly code?: string },
  socket: Socket,
  headers: Readonly<Record<string, string>>,
): void {
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = statusOfCode[code] ?? 400;
  const traceId = randomBytes(16).toString('hex');
  const body = JSON.stringify(
    problemOf(faultOf({ statusCode: status }), { language: 'en', instance: '/', traceId }),
  );
  const lines = Object.entries({
    ...headers,
    'content-type': problemType,
    'content-language': 'en',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('\r\n')}\r\n\r\n${body}`, () =>
    socket.destroy(),
  );
}
