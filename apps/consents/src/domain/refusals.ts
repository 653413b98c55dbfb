import { refusal } from '#libs/kernel';

export const grantNotFound = refusal(
  'grant/not-found',
  'not_found',
  'There is no such consent, or it is another organization’s.',
  'Ce consentement n’existe pas, ou appartient à une autre organisation.',
);
export const notLive = refusal(
  'grant/not-live',
  'conflict',
  'This consent has ended already. "state" says how.',
  'Ce consentement a déjà pris fin. « state » indique comment.',
);
export const notPartOfGrant = refusal(
  'grant/not-part-of-it',
  'unprocessable',
  'What is to be withdrawn was never granted, or was withdrawn before. Read the consent again: "notGranted" is not in it.',
  'Ce qui doit être retiré n’a jamais été accordé, ou l’a déjà été. Relisez le consentement : « notGranted » n’y figure pas.',
);
export const notAllExplained = refusal(
  'grant/not-all-explained',
  'unprocessable',
  'A person agrees once all seven points were explained (R10). Explain those in "missing", then record the consent.',
  'Une personne donne son accord une fois les sept points expliqués (R10). Expliquez ceux de « missing », puis consignez le consentement.',
);
export const untilTooSoon = refusal(
  'grant/ends-too-soon',
  'unprocessable',
  'A consent ends after it begins, and in the future. Choose a later "until", or leave it out.',
  'Un consentement prend fin après son début, et dans l’avenir. Choisissez un « until » plus tardif, ou omettez-le.',
);
export const untilTooLate = refusal(
  'grant/ends-too-late',
  'unprocessable',
  'A consent does not last for ever (R10). Choose an "until" no later than "latest"; the person can agree again.',
  'Un consentement ne dure pas toujours (R10). Choisissez un « until » au plus tard à « latest »; la personne pourra consentir de nouveau.',
);
export const recipientIsOwner = refusal(
  'grant/recipient-is-owner',
  'unprocessable',
  'Your own organization needs no consent to see its own records. Name the others who may be told.',
  'Votre organisation n’a pas besoin de consentement pour ses propres dossiers. Nommez les autres qui peuvent être informées.',
);
export const recipientUnknown = refusal(
  'grant/recipient-unknown',
  'unprocessable',
  'An organization in "unknown" is not registered in the directory. Choose a registered one.',
  'Une organisation de « unknown » n’est pas inscrite au répertoire. Choisissez une organisation inscrite.',
);
export const enforcementMustBeNamed = refusal(
  'grant/enforcement-must-be-named',
  'unprocessable',
  'Police and border enforcement are told only where the person names them (R4): they stand in "enforcementRecipients", and nobody else does. Ask the person again.',
  'La police et les services frontaliers ne sont informés que si la personne les nomme (R4) : ils figurent dans « enforcementRecipients », et personne d’autre. Redemandez à la personne.',
);
export const childCannotDecide = refusal(
  'grant/child-cannot-decide',
  'unprocessable',
  'By the law in "law", a child younger than "fromAge" does not decide this alone (R15). Who has parental authority does; record what the child says in "childView".',
  'Selon la loi citée dans « law », un enfant de moins de « fromAge » ans ne décide pas seul (R15). La personne ayant l’autorité parentale décide; consignez l’avis de l’enfant dans « childView ».',
);
export const leavesQuebec = refusal(
  'grant/leaves-quebec',
  'unprocessable',
  'By the law in "law", what leaves Quebec rests on a privacy impact assessment and a written agreement (R19). Give the references of both.',
  'Selon la loi citée dans « law », ce qui quitte le Québec repose sur une évaluation des facteurs relatifs à la vie privée et une entente écrite (R19). Donnez les références des deux.',
);
export const participantErased = refusal(
  'participant/erased',
  'conflict',
  'This person asked to be erased. If they come back, give them a new pseudonym.',
  'Cette personne a demandé à être effacée. Si elle revient, donnez-lui un nouveau pseudonyme.',
);
export const participantIsActual = refusal(
  'participant/is-actual',
  'conflict',
  'What is kept under this pseudonym is about an actual person: an exercise or a test erases nothing of it (R62). Take a pseudonym of the exercise; to erase the person, ask without Hub-Mode.',
  'Ce qui est conservé sous ce pseudonyme concerne une personne réelle : un exercice ou un essai n’en efface rien (R62). Utilisez un pseudonyme de l’exercice; pour effacer la personne, refaites la demande sans Hub-Mode.',
);
export const exceptionNotFound = refusal(
  'legal-exception/not-found',
  'not_found',
  'There is no such legal exception, or your organization is not party to it.',
  'Cette exception légale n’existe pas, ou votre organisation n’y est pas partie.',
);
export const basisNotInForce = refusal(
  'legal-exception/law-not-in-force',
  'unprocessable',
  'The law in "law" was not in force at that time: it is since "from". A legal exception rests on a law in force.',
  'La loi citée dans « law » n’était pas en vigueur à ce moment : elle l’est depuis « from ». Une exception légale repose sur une loi en vigueur.',
);
export const provinceNeeded = refusal(
  'legal-exception/province-needed',
  'unprocessable',
  'Child protection is the province’s law (R15): say which province’s, and the child’s age.',
  'La protection de l’enfance relève de la loi de la province (R15) : indiquez laquelle, et l’âge de l’enfant.',
);
export const noDutyAtThisAge = refusal(
  'legal-exception/no-duty-at-this-age',
  'unprocessable',
  'The law in "law" lets one report without consent only about a person younger than "underAge" (R15). Ask the person.',
  'La loi citée dans « law » ne permet de signaler sans accord qu’au sujet d’une personne de moins de « underAge » ans (R15). Demandez à la personne.',
);
export const exceptionTooLong = refusal(
  'legal-exception/too-long',
  'unprocessable',
  'A legal exception ends by itself, in the future and no later than "latest". Record another one if the law demands more.',
  'Une exception légale prend fin d’elle-même, dans l’avenir et au plus tard à « latest ». Consignez-en une autre si la loi l’exige encore.',
);
export const reviewerIsRecorder = refusal(
  'legal-exception/another-person-reviews',
  'forbidden',
  'Who recorded a legal exception does not review it (R65). Ask another privacy officer, of your organization or of the liaison office.',
  'Qui a consigné une exception légale ne l’examine pas (R65). Demandez à une autre personne responsable de la vie privée, chez vous ou au bureau de liaison.',
);
export const alreadyReviewed = refusal(
  'legal-exception/already-reviewed',
  'conflict',
  'This legal exception was reviewed already. "verdict" says with what result.',
  'Cette exception légale a déjà été examinée. « verdict » en donne le résultat.',
);
export const notErased = refusal(
  'participant/not-erased',
  'not_found',
  'Nobody asked to erase a person under this pseudonym of your organization.',
  'Personne n’a demandé d’effacer une personne sous ce pseudonyme de votre organisation.',
);
