import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const w3c = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The request's W3C trace context; a new trace where it brings none that is well-formed. */
export function traceparentOf(request: { headers: IncomingHttpHeaders }): string {
  const given = request.headers['traceparent'];
  if (typeof given === 'string' && w3c.test(given)) return given;
  const random = randomBytes(24).toString('hex');
  const made = `00-${random.slice(0, 32)}-${random.slice(32)}-01`;
  request.headers['traceparent'] = made;
  return made;
}

export function traceIdOf(request: { headers: IncomingHttpHeaders }): string {
  return traceparentOf(request).slice(3, 35);
}
