import type { ServiceDefinition } from './services.js';

/** The same service once more, so many ports further on; a second gateway leads to the second services. */
export function secondInstanceOf(first: ServiceDefinition, portsFurther: number): ServiceDefinition {
  const { name, environment, readyUrl, logFile } = first;
  const further = (url: string) => withPort(url, Number(new URL(url).port) + portsFurther);
  const moved = Object.entries(environment).map(([key, value]) => {
    if (key === 'PORT') return [key, String(Number(value) + portsFurther)];
    return [key, name === 'gateway' && key.endsWith('_URL') ? further(value).replace(/\/$/, '') : value];
  });
  return {
    ...first,
    name: `${name}-2`,
    environment: Object.fromEntries(moved) as Record<string, string>,
    readyUrl: further(readyUrl),
    logFile: logFile.replace(/\.log$/, '-2.log'),
  };
}

export function withPort(written: string, port: number): string {
  const url = new URL(written);
  url.port = String(port);
  return url.toString();
}
