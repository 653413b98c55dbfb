import { everyone, saveAggregate, type Tx } from '#libs/messaging';
import { Injectable } from '@nestjs/common';
import { regionalHubRegistered } from '../published-events.js';
import { RegionalHubRow } from './regional-hub.row.js';

@Injectable()
export class RegionalHubs {
  /** One hub an organization: registering again changes the regions that it serves. */
  async register(
    tx: Tx,
    hub: { organizationId: string; regionCodes: readonly string[] },
  ): Promise<RegionalHubRow> {
    const known = await tx.lock(RegionalHubRow, hub.organizationId);
    const id = hub.organizationId;
    return saveAggregate<RegionalHubRow>(tx, {
      entity: RegionalHubRow,
      aggregate: 'hub',
      row: {
        ...hub,
        id,
        version: known?.version ?? 0,
        mode: 'actual',
        correlationId: id,
        registeredAt: known?.registeredAt ?? tx.now,
      },
      published: [regionalHubRegistered(hub)],
      parties: [
        { organizationId: hub.organizationId, capacity: 'self' },
        { organizationId: everyone, capacity: 'public' },
      ],
    });
  }
}
