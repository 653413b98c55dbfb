import { batchesOf, planNights, readShelterNights, tonightOnly, type ImportRow } from '../import/toronto.js';
import { admissionOf, untilAdmitted } from '../admission.js';
import { organizations } from '../parties.js';
import type { Party } from './party.js';
import type { Stage } from './stage.js';
import { needs, toronto } from './story.js';

interface ImportAnswer {
  readonly results: readonly {
    sourceRef: string;
    status: 'accepted' | 'refused';
    code?: string;
    figureMismatch?: boolean;
    overcommitted?: boolean;
  }[];
}

/** The office admits the organizations, and registers the hub; on a later start they are there already. */
export async function registerParties({ hub, step, party, watch }: Stage): Promise<void> {
  const admin = party('admin');
  await step('The parties of the story applied, were vetted, have an agreement', 'directory', async () => {
    let last: string | undefined;
    for (const organization of organizations) {
      const standing = await admin.get<{ standing: string }>(`/v1/organizations/${organization.id}`).then(
        ({ body }) => body.standing,
        () => undefined,
      );
      for (const { path, body } of admissionOf(organization, hub.now(), standing)) {
        await admin.post(path, body);
        last = organization.id;
      }
    }
    await untilAdmitted(hub.gatewayUrl, (client) => hub.token(client));
    const event =
      last &&
      (await watch.first(
        'directory.organization-activated.v1',
        (seen) => seen.type === 'directory.organization-activated.v1' && seen.subject === last,
      ));
    return { result: undefined, ...(event ? { event } : {}) };
  });
  await step('A regional hub serves Ontario', 'directory', async () => {
    const serving = organizations.find((organization) => organization.regionCodes)!;
    await admin.post(
      '/v1/regional-hubs',
      { organizationId: serving.id, regionCodes: serving.regionCodes },
      { expect: 201 },
    );
    return {
      result: undefined,
      event: await watch.first(
        'directory.regional-hub-registered.v1',
        (seen) => seen.type === 'directory.regional-hub-registered.v1' && seen.subject === serving.id,
      ),
    };
  });
}

/** All nights the first time, tonight's figures at every later start. */
export async function importShelters({ hub, step, party }: Stage): Promise<void> {
  const importer = party('importer');
  const first = await nothingIsImported(party('hub-coordinator'));
  const { rows, report } = readShelterNights(hub.now());
  const nights = first ? planNights(rows) : [tonightOnly(rows, hub.now())];
  const providers = organizations
    .filter((organization) => organization.type === 'shelter')
    .map((organization) => organization.id);
  const count = { rows: 0, accepted: 0, overcommitted: 0, mismatched: 0 };
  const refusedByReason: Record<string, number> = {};
  const text = first
    ? `${nights.length} nights of Toronto’s shelters, replayed so that the last is tonight`
    : 'Tonight’s figures are reported again';
  await step(text, 'housing', async () => {
    for (const night of nights) {
      for (const batch of batchesOf(night, 100)) {
        const answer = await importer.post<ImportAnswer>('/v1/housing-imports', {
          rows: batch.map((row) => assigned(row, providers)),
        });
        for (const result of answer.body.results) {
          count.rows += 1;
          if (result.status === 'accepted') count.accepted += 1;
          else
            refusedByReason[result.code ?? 'unknown'] = (refusedByReason[result.code ?? 'unknown'] ?? 0) + 1;
          if (result.overcommitted) count.overcommitted += 1;
          if (first && result.figureMismatch) count.mismatched += 1;
        }
      }
    }
    if (count.mismatched > 0)
      throw new Error(`${count.mismatched} rows show another availability than the file’s unoccupied units.`);
    return { result: undefined };
  });
  hub.print(
    `     import: ${count.accepted} of ${count.rows} rows accepted, ${count.overcommitted} overcommitted; odd rows by reason: ${JSON.stringify({ ...report.oddByReason, ...refusedByReason })}`,
  );
}

async function nothingIsImported(coordinator: Party): Promise<boolean> {
  const { body } = await coordinator.get<{ items: unknown[] }>(
    `/v1/housing-availability?needs=${needs.join(',')}&region=${toronto}&limit=1`,
  );
  return body.items.length === 0;
}

/** The file's many organizations are played by the two providers of the story, each always by the same one. */
function assigned(
  row: ImportRow,
  providers: readonly string[],
): ImportRow & { providerOrganizationId: string } {
  const sum = [...row.organizationRef].reduce((total, character) => total + character.charCodeAt(0), 0);
  return { ...row, providerOrganizationId: providers[sum % providers.length]! };
}
