import type { DemonstrationResult, RunningHub, Step } from '../running-hub.js';
import { EventWatch } from './event-watch.js';
import { importShelters, registerParties } from './import.js';
import { Party } from './party.js';
import type { Stage } from './stage.js';
import { tellStory } from './story.js';

const minute = 60_000;

/**
 * One NGO's request becomes a held bed and a signed notice, on real figures: every step is an HTTP call through the gateway
 * with that party's token, every effect in another service an event. Its traffic is marked as exercise (R62).
 */
export async function demonstrate(hub: RunningHub): Promise<DemonstrationResult> {
  const steps: Step[] = [];
  const broker = await hub.openBroker();
  const watch = new EventWatch(broker);
  const { partner, stranger } = hub.receivers();
  const parties = new Map<string, Party>();
  const stage: Stage = {
    hub,
    watch,
    partner,
    stranger,
    party: (name) => {
      if (!parties.has(name)) parties.set(name, new Party(name, hub.gatewayUrl, () => hub.token(name)));
      return parties.get(name)!;
    },
    step: async (text, service, run) => {
      const startedAt = performance.now();
      const { result, event } = await run();
      const ms = Math.round((performance.now() - startedAt) * 10) / 10;
      steps.push({ step: text, service, ms });
      const where = event ? `${event.type}  ${event.topic}/${event.partition}@${event.offset}` : '';
      hub.print(
        `${String(steps.length).padStart(3)}  ${service.padEnd(13)} ${text.padEnd(66)} ${where.padEnd(70)} ${ms.toFixed(1).padStart(8)} ms`,
      );
      return result;
    },
  };
  try {
    await Promise.all([partner.start(), stranger.start(), watch.start(hub.topics)]);
    await registerParties(stage);
    await importShelters(stage);
    await tellStory(stage, { holdOutlived: 3 * 60 * minute });
    return { passed: true, steps, events: watch.count, deliveries: partner.deliveries.length };
  } catch (error) {
    hub.print(`The demonstration stopped: ${error instanceof Error ? error.message : String(error)}`);
    return { passed: false, steps, events: watch.count, deliveries: partner.deliveries.length };
  } finally {
    await hub.resetTime();
    await Promise.all([partner.stop(), stranger.stop(), watch.stop()]);
    await broker.close();
  }
}
