import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { eventually } from '#libs/testing';
import { draft, send, sentOnConsent } from '../../infra/local/demonstration/consents.js';
import type { Stage } from '../../infra/local/demonstration/stage.js';
import { idOf } from '../../infra/local/parties.js';

interface AccessLine {
  readonly recordId: string;
  readonly organizationId: string;
  readonly action: string;
  readonly consentRef: string | null;
  readonly sentence: { readonly en: string; readonly fr: string };
}

const [owner, receiver] = ['ngo', 'ngo-2'] as const;
const day = 86_400_000;
const reader = {
  en: 'a person with the role “Worker of a non-governmental organization”, of another organization (Non-governmental organization), read your referral',
  fr: 'une personne ayant le rôle « Intervenante ou intervenant d’un organisme », d’une autre organisation (Organisation non gouvernementale), a lu votre aiguillage',
};

/** Two persons are referred, one on a consent, one because a court ordered it: each is told who read it, and why that was allowed. */
export async function whoSawMyFile(stage: Stage): Promise<void> {
  const { party } = stage;

  const agreed = randomUUID();
  const { id, consent } = await sentOnConsent(stage, agreed);
  const { body: grant } = await party(owner).get<{ from: string }>(`/v1/consents/${consent}`);
  await opens(stage, id);
  const onConsent = await told(stage, agreed, id);
  expect(onConsent).toMatchObject({ action: 'read', consentRef: consent });
  expect(plain(onConsent)).toEqual([
    expect.stringMatching(
      sentence(
        `On ‹date› (UTC), ${reader.en}, on the consent that you gave from ${timeOf('en-CA', grant.from)} (UTC).`,
      ),
    ),
    expect.stringMatching(
      sentence(
        `Le ‹date› (UTC), ${reader.fr}, selon le consentement que vous avez donné à compter du ${timeOf('fr-CA', grant.from)} (UTC).`,
      ),
    ),
  ]);

  const ordered = randomUUID();
  const { body: exception } = await party('privacy').post('/v1/legal-exceptions', {
    participantRef: ordered,
    recipientOrganizationId: idOf(receiver),
    purpose: 'referral',
    dataClasses: ['needs', 'age_band', 'note'],
    legalBasis: 'court_order',
    citation: 'no. 7/2026',
    until: new Date(Date.now() + 7 * day).toISOString(),
  });
  const byOrder = await draft(stage, ordered);
  await send(stage, byOrder);
  await opens(stage, byOrder);
  const underLaw = await told(stage, ordered, byOrder);
  expect(underLaw).toMatchObject({ action: 'read', consentRef: exception.id });
  expect(plain(underLaw)).toEqual([
    expect.stringMatching(
      sentence(
        `On ‹date› (UTC), ${reader.en}, without your consent, because a law demands it: Personal Information Protection and Electronic Documents Act, S.C. 2000, c. 5, s. 7(3)(c) (Order of a court or tribunal, no. 7/2026).`,
      ),
    ),
    expect.stringMatching(
      sentence(
        `Le ‹date› (UTC), ${reader.fr}, sans votre consentement, parce qu’une loi l’exige : Loi sur la protection des renseignements personnels et les documents électroniques, L.C. 2000, ch. 5, al. 7(3)c) (Ordonnance d’une cour ou d’un tribunal, no. 7/2026).`,
      ),
    ),
  ]);

  // The receiver knows neither pseudonym, and is told nothing under its own.
  for (const person of [agreed, ordered, (await opens(stage, id)).participantRef])
    await party(receiver).get(`/v1/participants/${person}/access-report`, { expect: 404 });
}

async function opens({ party }: Stage, referral: string): Promise<{ participantRef: string }> {
  const { body } = await party(receiver).get(`/v1/referrals/${referral}`);
  expect(body.note.text).toContain('mornings are safe');
  return body;
}

/** What the person's own organization is told about the receiver's reading: a moment after it, from another service. */
function told({ party }: Stage, person: string, referral: string): Promise<AccessLine> {
  return eventually(
    async () => {
      const { body } = await party(owner).get<{ items: AccessLine[] }>(
        `/v1/participants/${person}/access-report?limit=100`,
      );
      const lines = body.items.filter(
        (line) => line.recordId === referral && line.organizationId === idOf(receiver),
      );
      expect(lines).toHaveLength(1);
      return lines[0]!;
    },
    { timeoutMilliseconds: 30_000, everyMilliseconds: 250 },
  );
}

const timeOf = (language: 'en-CA' | 'fr-CA', at: string) =>
  new Intl.DateTimeFormat(language, {
    dateStyle: 'long',
    timeStyle: 'short',
    hourCycle: 'h23',
    timeZone: 'UTC',
  }).format(new Date(at));

/** Intl separates with blanks of several kinds. */
const spaced = (text: string) => text.replaceAll(/\s/g, ' ');
const plain = ({ sentence: { en, fr } }: AccessLine) => [spaced(en), spaced(fr)];

/** Exactly this, but for the time of the reading. */
const sentence = (text: string) =>
  new RegExp(
    `^${spaced(text)
      .replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')
      .replace('‹date›', '.{15,40}')}$`,
  );
