import { roleMeanings } from '#libs/access';
import { legalBases, organizationTypes } from '#libs/codes';
import { contractOf } from '#libs/contracts';
import { refusal, Refusal, type Bilingual, type Role } from '#libs/kernel';
import { auditRead, UnitOfWork, type Actor } from '#libs/messaging';
import { pageOf, type Page, type PageQuery } from '#libs/platform';
import { Injectable } from '@nestjs/common';
import { sentenceOf } from '../../domain/access-sentence.js';
import { lawOf } from '../../domain/legal-exception.js';
import { accessesOf, type RecordAccess } from '../../persistence/record-accesses.js';
import type { AccessAnswer } from './show-access-report.dto.js';

export const nothingAccessed = refusal(
  'access-report/nothing-known',
  'not_found',
  'No reading or change of a record about this person is known, or it is not a person of your organization. Check the pseudonym.',
  'Aucune lecture ni modification d’un dossier sur cette personne n’est connue, ou elle n’est pas suivie par votre organisation. Vérifiez le pseudonyme.',
);

@Injectable()
export class AccessReport {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws Refusal `access-report/nothing-known` (404) */
  of(actor: Actor, participantRef: string, { limit, after }: PageQuery): Promise<Page<AccessAnswer>> {
    return this.unitOfWork.query(actor, async (tx) => {
      const rows = await accessesOf(tx, participantRef, { limit: limit + 1, ...(after ? { after } : {}) });
      if (rows.length === 0 && !after) throw new Refusal(nothingAccessed);
      await auditRead(tx, 'access_report', participantRef, { participantRef });
      return pageOf(
        rows,
        limit,
        ({ id }) => id,
        (row) => answerOf(row, actor.organizationId),
      );
    });
  }
}

function answerOf(row: RecordAccess, ownerOrganizationId: string): AccessAnswer {
  const { id, at, isRead, recordType, recordId, organizationId, organizationType, role, consentRef } = row;
  const sentence = sentenceOf({
    at,
    isRead,
    recordType,
    deeds: row.eventTypes.flatMap((type) => contractOf(type)?.description ?? []),
    by:
      organizationId === null
        ? null
        : {
            isOwner: organizationId === ownerOrganizationId,
            kind: labelIn(organizationTypes.codes, organizationType),
            role: roleMeanings[role as Role]?.name ?? { en: role!, fr: role! },
          },
    basis: basisOf(row),
  });
  return {
    id,
    at: at.toISOString(),
    sentence,
    action: isRead ? 'read' : 'written',
    recordType,
    recordId,
    organizationId,
    organizationType,
    role,
    consentRef,
  };
}

function basisOf({ grantedFrom, exception }: RecordAccess) {
  if (grantedFrom) return { kind: 'consent' as const, from: grantedFrom };
  if (!exception) return null;
  const { legalBasis, citation } = exception;
  const law = lawOf({ ...exception, from: new Date(exception.from) });
  return { kind: 'law' as const, law, basis: labelIn(legalBases.codes, legalBasis)!, citation };
}

function labelIn(
  codes: readonly { code: string; label: Bilingual }[],
  code: string | null,
): Bilingual | null {
  return codes.find((entry) => entry.code === code)?.label ?? null;
}
