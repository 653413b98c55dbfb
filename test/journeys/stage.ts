import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demonstrate } from '../../infra/local/demonstration/demonstration.js';
import { importShelters, registerParties } from '../../infra/local/demonstration/import.js';
import { EventWatch } from '../../infra/local/demonstration/event-watch.js';
import { Party } from '../../infra/local/demonstration/party.js';
import type { Stage } from '../../infra/local/demonstration/stage.js';
import { acceptReferral, filing } from '../../infra/local/demonstration/story.js';
import { idOf } from '../../infra/local/parties.js';
import { LocalHub } from '../../infra/local/local-hub.js';
import { freePorts } from '../../infra/local/ports.js';
import { readSettings } from '../../infra/local/settings.js';

/** A whole hub, each service its own process, and what journeys need to play on it. */
export async function startHub(broker: 'embedded' | 'kafka') {
  const home = mkdtempSync(join(tmpdir(), 'hub-journeys-'));
  // PostgreSQL runs as a user of its own where this runs as root.
  chmodSync(home, 0o755);
  const port = await freePorts(40);
  const settings = readSettings(
    { HUB_HOME: join(home, 'state'), HUB_PORT: String(port) },
    broker === 'kafka',
  );
  const lines: string[] = [];
  const hub = new LocalHub({
    settings,
    print: (line) => lines.push(line),
    onFault: (fault) => lines.push(fault.message),
  });
  await hub.start();
  const watched = await hub.openBroker();
  const watch = new EventWatch(watched);
  await watch.start(hub.topics);
  const parties = new Map<string, Party>();
  const stage: Stage = {
    hub,
    watch,
    ...hub.receivers(),
    party: (name) => {
      if (!parties.has(name)) parties.set(name, new Party(name, hub.gatewayUrl, () => hub.token(name)));
      return parties.get(name)!;
    },
    step: async (_text, _service, run) => (await run()).result,
  };
  // Each story can be told alone.
  await registerParties(stage);
  await importShelters(stage);
  return {
    hub,
    stage,
    lines,
    demonstrate: () => demonstrate(hub),
    stop: async () => {
      await watch.stop();
      await watched.close();
      await hub.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** From a filing to a referral that the hub has accepted. */
export async function acceptedRequest(stage: Stage, needs: readonly string[]) {
  const { party } = stage;
  const { body } = await party('ngo').post('/v1/liaison-requests', filing('housing_gap', needs), {
    expect: 201,
  });
  const request = body.id as string;
  const officer = party('officer');
  await officer.post(`/v1/liaison-requests/${request}/acknowledge`, {});
  await officer.post(`/v1/liaison-requests/${request}/triage`, { priority: 'urgent', departments: [] });
  await officer.post(`/v1/liaison-requests/${request}/route`, {
    regionalHubOrganizationId: idOf('hub-coordinator'),
  });
  return { request, referral: await acceptReferral(stage, request, '') };
}
