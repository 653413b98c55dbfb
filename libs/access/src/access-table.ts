import type { Bilingual, Role } from '#libs/kernel';

/**
 * Who may do what (R65), in three tables: what there is and who sees it, the roles, and every operation. Nothing else in the
 * code grants anything; docs/access.md is generated from here.
 *
 * An organization is the wall: it sees what it is party to, and PostgreSQL enforces it (404). Within an organization the
 * role says what a member may do (403). The names of operations are the `operationId`s of the API: they do not change.
 */

/** In what way an organization has to do with a thing; the words of the table `party`, and three that need no row there. */
export const capacities = {
  anyone: { en: 'anyone, without a token', fr: 'toute personne, sans jeton' },
  registered: { en: 'every registered organization', fr: 'toute organisation inscrite' },
  operator: {
    en: 'the liaison office, which operates the hub',
    fr: 'le bureau de liaison, qui exploite le carrefour',
  },
  self: { en: 'the organization whose it is', fr: 'l’organisation à qui cela appartient' },
  sender: { en: 'the sender', fr: 'l’expéditeur' },
  receiver: { en: 'the receiver', fr: 'le destinataire' },
  office: { en: 'the liaison office', fr: 'le bureau de liaison' },
  department: { en: 'the department', fr: 'le ministère' },
  requester: { en: 'the hub that asks', fr: 'le carrefour demandeur' },
  provider: { en: 'the provider', fr: 'le fournisseur' },
  importer: { en: 'who imported it', fr: 'qui l’a importée' },
  owner: { en: 'the organization whose person it is', fr: 'l’organisation dont c’est la personne' },
} as const satisfies Record<string, Bilingual>;
export type Capacity = keyof typeof capacities;

export interface Thing {
  readonly name: Bilingual;
  /** Who sees it; for everyone else it is not found. */
  readonly seenBy: readonly Capacity[];
  /** Why people show a second factor: it is about one person, or it governs others' access. */
  readonly secondFactor?: 'about a person' | 'administration';
}

export const things = {
  health: { name: { en: 'Health of a service', fr: 'Santé d’un service' }, seenBy: ['anyone'] },
  hub: {
    name: { en: 'The hub itself', fr: 'Le carrefour lui-même' },
    seenBy: ['operator'],
    secondFactor: 'administration',
  },
  region: { name: { en: 'Region', fr: 'Région' }, seenBy: ['anyone'] },
  organization: {
    name: { en: 'Organization', fr: 'Organisation' },
    seenBy: ['registered'],
  },
  standing: {
    name: {
      en: 'Standing of an organization: application, vetting, agreement, suspension',
      fr: 'Statut d’une organisation : demande, vérification, entente, suspension',
    },
    seenBy: ['registered'],
    secondFactor: 'administration',
  },
  membership: {
    name: { en: 'Member of an organization', fr: 'Membre d’une organisation' },
    seenBy: ['self'],
    secondFactor: 'administration',
  },
  regionalHub: { name: { en: 'Regional hub', fr: 'Carrefour régional' }, seenBy: ['registered'] },
  liaisonRequest: {
    name: { en: 'Liaison request and its timeline', fr: 'Demande de liaison et sa chronologie' },
    seenBy: ['sender', 'office'],
  },
  tasking: {
    name: { en: 'Tasking of a department', fr: 'Mandat d’un ministère' },
    seenBy: ['department', 'office', 'sender'],
  },
  referral: {
    name: { en: 'Referral', fr: 'Aiguillage' },
    seenBy: ['sender', 'receiver'],
    secondFactor: 'about a person',
  },
  consent: {
    name: { en: 'Consent of a person', fr: 'Consentement d’une personne' },
    seenBy: ['owner'],
    secondFactor: 'about a person',
  },
  consentPreview: {
    name: { en: 'Preview of who will see what', fr: 'Aperçu de qui verra quoi' },
    seenBy: ['registered'],
  },
  legalException: {
    name: {
      en: 'Legal exception (the pseudonym is its owner’s alone)',
      fr: 'Exception légale (le pseudonyme n’est qu’à son propriétaire)',
    },
    seenBy: ['owner', 'office'],
    secondFactor: 'about a person',
  },
  participant: {
    name: { en: 'Erasure of a person', fr: 'Effacement d’une personne' },
    seenBy: ['owner'],
    secondFactor: 'about a person',
  },
  accessReport: {
    name: {
      en: 'Who read or changed a record about a person',
      fr: 'Qui a lu ou modifié un dossier sur une personne',
    },
    seenBy: ['owner'],
    secondFactor: 'about a person',
  },
  housingResource: {
    name: {
      en: 'Housing resource: region, needs, figures; its name and address are its provider’s alone, and who imported it',
      fr: 'Ressource d’hébergement : région, besoins, chiffres; nom et adresse ne sont qu’au fournisseur et à qui l’a importée',
    },
    seenBy: ['registered'],
  },
  housingRequest: {
    name: {
      en: 'Housing request (a provider sees its own offers alone)',
      fr: 'Demande d’hébergement (un fournisseur ne voit que ses offres)',
    },
    seenBy: ['requester', 'sender', 'provider'],
  },
  hold: {
    name: { en: 'Hold of a unit', fr: 'Retenue d’une place' },
    seenBy: ['requester', 'sender', 'provider'],
  },
  subscription: { name: { en: 'Subscription to events', fr: 'Abonnement aux événements' }, seenBy: ['self'] },
  delivery: { name: { en: 'Delivery of an event', fr: 'Livraison d’un événement' }, seenBy: ['self'] },
  feed: { name: { en: 'Feed of events', fr: 'Fil des événements' }, seenBy: ['self'] },
} as const satisfies Record<string, Thing>;
export type ThingName = keyof typeof things;

export interface RoleMeaning {
  readonly name: Bilingual;
  /** A machine has no second factor: it proves itself with a key of its own, and its tokens are short. */
  readonly machine?: true;
}

export const roleMeanings: Readonly<Record<Role, RoleMeaning>> = {
  ngo_worker: {
    name: {
      en: 'Worker of a non-governmental organization',
      fr: 'Intervenante ou intervenant d’un organisme',
    },
  },
  privacy_officer: { name: { en: 'Privacy officer', fr: 'Responsable de la vie privée' } },
  importer: {
    name: { en: 'System that imports data', fr: 'Système qui importe des données' },
    machine: true,
  },
  liaison_officer: { name: { en: 'Liaison officer', fr: 'Agente ou agent de liaison' } },
  hub_coordinator: {
    name: { en: 'Coordinator of a regional hub', fr: 'Coordination d’un carrefour régional' },
  },
  provider_worker: {
    name: { en: 'Worker of a housing provider', fr: 'Personnel d’un fournisseur d’hébergement' },
  },
  department_officer: {
    name: { en: 'Officer of a federal department', fr: 'Agente ou agent d’un ministère' },
  },
  advisor: { name: { en: 'Experiential advisor', fr: 'Conseillère ou conseiller d’expérience' } },
  municipal_officer: { name: { en: 'Municipal officer', fr: 'Agente ou agent municipal' } },
  partner_system: { name: { en: 'System of a partner', fr: 'Système d’un partenaire' }, machine: true },
  auditor: { name: { en: 'Auditor', fr: 'Vérificatrice ou vérificateur' } },
  admin: {
    name: {
      en: 'Administrator of an organization; in the liaison office’s own, also operator of the hub',
      fr: 'Administration d’une organisation; dans celle du bureau de liaison, aussi exploitation du carrefour',
    },
  },
};

export interface Access {
  /** Roles that may; `everyone` is each of them, `anyone` needs no token. */
  readonly may: readonly Role[] | 'everyone' | 'anyone';
  readonly on: ThingName;
  /** In which capacity one acts; where it is left out, everyone who sees the thing may. */
  readonly as?: readonly Capacity[];
}

const filers = ['ngo_worker', 'hub_coordinator', 'municipal_officer', 'advisor'] as const;
const operators = { may: ['admin'], on: 'hub', as: ['operator'] } as const;
const owner = { as: ['owner'] } as const;
const vetters = { may: ['liaison_officer', 'admin'], on: 'standing', as: ['operator'] } as const;
const administrators = { may: ['admin'], on: 'membership' } as const;
const sender = { as: ['sender'] } as const;
/** Whose work is with the person. */
const workers = ['ngo_worker', 'hub_coordinator', 'provider_worker'] as const;
const receiver = { may: workers, on: 'referral', as: ['receiver'] } as const;
const office = { may: ['liaison_officer'], on: 'liaisonRequest', as: ['office'] } as const;
const department = { may: ['department_officer'], on: 'tasking', as: ['department'] } as const;
const requester = { may: ['hub_coordinator'], as: ['requester'] } as const;
const provider = { may: ['provider_worker'], as: ['provider'] } as const;
const subscriber = { may: ['partner_system'], on: 'subscription' } as const;

/** By app; `every app` are those that each service has on its own port. */
export const accessTable = {
  'every app': {
    showLiveness: { may: 'anyone', on: 'health' },
    showServing: { may: 'anyone', on: 'health' },
    showReadiness: { may: 'anyone', on: 'health' },
    showMetrics: { may: 'anyone', on: 'health' },
    showMessages: operators,
    releaseParkedKey: operators,
    skipParkedEvent: operators,
    publishMissing: operators,
    readAgain: operators,
    replayEvents: operators,
  },
  directory: {
    listRegions: { may: 'anyone', on: 'region' },
    readRegion: { may: 'anyone', on: 'region' },
    listOrganizations: { may: 'everyone', on: 'organization' },
    readOrganization: { may: 'everyone', on: 'organization' },
    enterApplication: vetters,
    vetOrganization: vetters,
    recordAgreement: vetters,
    activateOrganization: vetters,
    suspendOrganization: vetters,
    reinstateOrganization: vetters,
    endOrganization: vetters,
    listMembers: administrators,
    readMember: administrators,
    inviteMember: administrators,
    changeMemberRole: administrators,
    removeMember: administrators,
    listRegionalHubs: { may: 'everyone', on: 'regionalHub' },
    readRegionalHub: { may: 'everyone', on: 'regionalHub' },
    registerRegionalHub: operators,
  },
  liaison: {
    submitLiaisonRequest: { may: filers, on: 'liaisonRequest', ...sender },
    listLiaisonRequests: { may: [...filers, 'liaison_officer', 'partner_system'], on: 'liaisonRequest' },
    readLiaisonRequest: { may: [...filers, 'liaison_officer', 'partner_system'], on: 'liaisonRequest' },
    readLiaisonRequestTimeline: {
      may: [...filers, 'liaison_officer', 'partner_system'],
      on: 'liaisonRequest',
    },
    acknowledgeLiaisonRequest: office,
    triageLiaisonRequest: office,
    routeLiaisonRequest: office,
    answerLiaisonRequest: office,
    declineLiaisonRequest: office,
    confirmLiaisonRequest: { may: filers, on: 'liaisonRequest', ...sender },
    withdrawLiaisonRequest: { may: filers, on: 'liaisonRequest', ...sender },
    listTaskings: {
      may: ['department_officer', 'liaison_officer', 'ngo_worker', 'hub_coordinator', 'partner_system'],
      on: 'tasking',
    },
    readTasking: {
      may: ['department_officer', 'liaison_officer', 'ngo_worker', 'hub_coordinator', 'partner_system'],
      on: 'tasking',
    },
    acknowledgeTasking: department,
    answerTasking: department,
    declineTasking: department,
  },
  consents: {
    giveConsent: { may: workers, on: 'consent', ...owner },
    withdrawConsent: { may: [...workers, 'privacy_officer'], on: 'consent', ...owner },
    readAccessReport: { may: [...workers, 'privacy_officer'], on: 'accessReport' },
    listConsents: { may: [...workers, 'privacy_officer'], on: 'consent' },
    readConsent: { may: [...workers, 'privacy_officer'], on: 'consent' },
    readReceipt: { may: [...workers, 'privacy_officer'], on: 'consent' },
    previewDisclosure: { may: workers, on: 'consentPreview' },
    recordLegalException: { may: [...workers, 'privacy_officer'], on: 'legalException', ...owner },
    listLegalExceptions: { may: ['privacy_officer'], on: 'legalException' },
    readLegalException: { may: ['privacy_officer'], on: 'legalException' },
    reviewLegalException: { may: ['privacy_officer'], on: 'legalException' },
    eraseParticipant: { may: ['privacy_officer'], on: 'participant', ...owner },
    readErasure: { may: ['privacy_officer'], on: 'participant' },
  },
  referrals: {
    listReferrals: { may: [...filers, 'provider_worker', 'partner_system'], on: 'referral' },
    readReferral: { may: [...filers, 'provider_worker', 'partner_system'], on: 'referral' },
    draftReferral: { may: ['ngo_worker', 'hub_coordinator'], on: 'referral', ...sender },
    sendReferral: { may: ['ngo_worker', 'hub_coordinator'], on: 'referral', ...sender },
    cancelReferral: { may: filers, on: 'referral', ...sender },
    openReferral: receiver,
    acceptReferral: receiver,
    scheduleReferral: receiver,
    meetPerson: receiver,
    completeReferral: receiver,
    declineReferral: receiver,
  },
  housing: {
    searchAvailability: {
      may: ['hub_coordinator', 'provider_worker', 'ngo_worker', 'liaison_officer', 'partner_system'],
      on: 'housingResource',
    },
    readHousingResource: {
      may: [
        'hub_coordinator',
        'provider_worker',
        'importer',
        'ngo_worker',
        'liaison_officer',
        'partner_system',
      ],
      on: 'housingResource',
    },
    importHousingResources: { may: ['importer'], on: 'housingResource', as: ['importer'] },
    reportCapacity: {
      may: ['provider_worker', 'importer'],
      on: 'housingResource',
      as: ['provider', 'importer'],
    },
    requestHousing: { ...requester, on: 'housingRequest' },
    listHousingRequests: {
      may: ['ngo_worker', 'hub_coordinator', 'provider_worker', 'partner_system'],
      on: 'housingRequest',
    },
    readHousingRequest: {
      may: ['ngo_worker', 'hub_coordinator', 'provider_worker', 'partner_system'],
      on: 'housingRequest',
    },
    cancelHousingRequest: { ...requester, on: 'housingRequest' },
    makeHousingOffer: { ...provider, on: 'housingRequest' },
    refuseHousingRequest: { ...provider, on: 'housingRequest' },
    placeHold: { ...requester, on: 'housingRequest' },
    listHolds: { may: ['ngo_worker', 'hub_coordinator', 'provider_worker', 'partner_system'], on: 'hold' },
    readHold: { may: ['ngo_worker', 'hub_coordinator', 'provider_worker', 'partner_system'], on: 'hold' },
    extendHold: { ...requester, on: 'hold' },
    releaseHold: { ...requester, on: 'hold' },
    confirmHold: { ...provider, on: 'hold' },
    recordArrival: { ...provider, on: 'hold' },
    withdrawHold: { ...provider, on: 'hold' },
  },
  notifications: {
    createSubscription: subscriber,
    listSubscriptions: { may: ['partner_system', 'admin'], on: 'subscription' },
    readSubscription: { may: ['partner_system', 'admin'], on: 'subscription' },
    listSubscriptionDeliveries: { may: ['partner_system', 'admin'], on: 'delivery' },
    verifySubscription: subscriber,
    pauseSubscription: subscriber,
    resumeSubscription: subscriber,
    rotateSubscriptionSecret: subscriber,
    deleteSubscription: subscriber,
    replayDelivery: { may: ['partner_system'], on: 'delivery' },
    readFeed: { may: ['partner_system'], on: 'feed' },
  },
} as const satisfies AccessTable;

export type AccessTable = Readonly<Record<string, Readonly<Record<string, Access>>>>;

type Sections = typeof accessTable;
export type OperationName = { [Section in keyof Sections]: keyof Sections[Section] }[keyof Sections];
