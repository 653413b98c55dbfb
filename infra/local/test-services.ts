import { join } from 'node:path';
import { kafkaIsPossible, startKafka, type RunningKafka } from './kafka.js';
import { freePorts } from './ports.js';
import { startPostgres } from './postgres.js';
import { StartFault } from './settings.js';
import type { TestServices } from './test-containers.js';

/**
 * From containers where an engine answers, else the embedded server and the local broker; TEST_INFRA (`containers`, `local`)
 * decides where it is set.
 * @throws with a sentence that says what is missing
 */
export async function startTestServices(folder: string): Promise<TestServices> {
  const wanted = process.env['TEST_INFRA'];
  if (wanted && wanted !== 'containers' && wanted !== 'local')
    throw new StartFault(`TEST_INFRA is "${wanted}": set it to containers or local.`, 2);
  if (wanted === 'local') return startLocally(folder);
  const { engineAnswers, startInContainers } = await import('./test-containers.js');
  if (await engineAnswers()) {
    console.log('PostgreSQL and Kafka: from containers.');
    return startInContainers();
  }
  if (wanted)
    throw new StartFault('TEST_INFRA is "containers", and no container engine answers: start Docker.');
  return startLocally(folder);
}

async function startLocally(folder: string): Promise<TestServices> {
  const firstPort = await freePorts(3);
  const postgres = await startPostgres({
    dataFolder: join(folder, 'postgres'),
    port: firstPort,
    logFile: join(folder, 'postgres.log'),
    fsync: false,
  });
  let kafka: RunningKafka | undefined;
  const stop = async () => {
    await kafka?.stop();
    await postgres.stop();
  };
  if (kafkaIsPossible()) {
    kafka = await startKafka({
      folder: join(folder, 'kafka'),
      port: firstPort + 1,
      controllerPort: firstPort + 2,
      logFile: join(folder, 'kafka.log'),
    }).catch(async (error: Error) => {
      await stop();
      throw error;
    });
  }
  return { adminUrl: postgres.adminUrl, brokers: kafka?.brokers, stop };
}
