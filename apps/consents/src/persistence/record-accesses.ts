import type { ConsentRecordAccessed, DataOf } from '#libs/contracts';
import type { Tx } from '#libs/messaging';

export interface RecordAccess {
  readonly id: string;
  readonly at: Date;
  readonly recordType: string;
  readonly recordId: string;
  readonly isRead: boolean;
  readonly eventTypes: readonly string[];
  readonly organizationId: string | null;
  readonly organizationType: string | null;
  readonly role: string | null;
  readonly consentRef: string | null;
  /** From when on the consent was given, where it is one. */
  readonly grantedFrom: Date | null;
  /** The legal exception, where it is one. */
  readonly exception: {
    readonly legalBasis: string;
    readonly provinceCode: string | null;
    readonly citation: string;
    readonly from: string;
  } | null;
}

export async function keepRecordAccess(
  tx: Tx,
  id: string,
  recordId: string,
  data: DataOf<typeof ConsentRecordAccessed>,
): Promise<void> {
  await tx.query(
    `insert into record_access (id, organization_id, participant_ref, at, record_type, record_id, is_read, event_types,
                                by_organization_id, role, consent_ref)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
    [
      id,
      data.ownerOrganizationId,
      data.participantRef,
      data.at,
      data.recordType,
      recordId,
      data.action === 'read',
      JSON.stringify(data.eventTypes),
      data.byOrganizationId,
      data.role,
      data.consentRef,
    ],
  );
}

/** The newest first; of the caller's own persons alone, by row level security. */
export function accessesOf(
  tx: Tx,
  participantRef: string,
  { limit, after }: { limit: number; after?: string },
): Promise<RecordAccess[]> {
  return tx.query<RecordAccess & object>(
    `select access.id, access.at, record_type as "recordType", record_id as "recordId", is_read as "isRead",
            event_types as "eventTypes", by_organization_id as "organizationId", known.type as "organizationType", role,
            consent_ref as "consentRef", consent.begins_at as "grantedFrom",
            case when law.id is not null then json_build_object('legalBasis', legal_basis, 'provinceCode', law.province_code,
              'citation', citation, 'from', law.begins_at) end as exception
     from record_access access
     left join known_organization known on known.organization_id = by_organization_id
     left join consent_grant consent on consent.id = consent_ref
     left join legal_exception law on law.id = consent_ref
     where access.participant_ref = $1 and ($2::uuid is null or access.id < $2)
     order by access.id desc limit $3`,
    [participantRef, after ?? null, limit],
  );
}
