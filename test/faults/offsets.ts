import { Kafka, logLevel } from 'kafkajs';
import type { Stage } from './stage.js';

/** Deletes where a group has got to; none of its members may be there. */
export async function forgetOffsets(stage: Stage, group: string): Promise<void> {
  if (stage.broker === 'embedded') {
    await stage.rows('broker', 'delete from group_offset where group_name = $1', [group]);
    return;
  }
  const { ports } = stage.settings;
  const admin = new Kafka({ brokers: [`localhost:${ports.kafka}`], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const gone = await stage.until(
      async () => {
        await admin.deleteGroups([group]);
        return true;
      },
      20_000,
      300,
    );
    if (!gone) throw new Error(`The group ${group} could not be deleted.`);
  } finally {
    await admin.disconnect();
  }
}
