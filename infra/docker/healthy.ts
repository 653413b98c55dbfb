import { get } from 'node:http';

/** Exit code 0 where this container's service says that it is ready: the image needs no other program for that. */
const path = process.env['HEALTH_PATH'] ?? '/health/ready';
get({ host: '127.0.0.1', port: process.env['PORT'], path, timeout: 4_000 }, (response) => {
  response.pipe(process.stdout).on('error', () => undefined);
  response.once('end', () => (process.exitCode = response.statusCode === 200 ? 0 : 1));
})
  .once('timeout', () => process.exit(1))
  .once('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
