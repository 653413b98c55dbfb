import { codeList } from '../code-list.js';

/** What a place must offer, or what the person needs of it; coded, so that nothing about a person travels (R9, R42). */
export const needs = codeList('housing-need', '2026-11-01', [
  ['emergency_bed', 'A bed tonight', 'Un lit cette nuit'],
  ['transitional_housing', 'A stay of months', 'Un séjour de plusieurs mois'],
  ['private_room', 'A room of one’s own', 'Une chambre privée'],
  ['family_room', 'A room for a family', 'Une chambre familiale'],
  ['children', 'Children welcome', 'Enfants accueillis'],
  ['women_only', 'Women only', 'Femmes seulement'],
  ['men_only', 'Men only', 'Hommes seulement'],
  ['mixed_adult', 'Adults of any gender', 'Adultes de tous genres'],
  ['families', 'Families', 'Familles'],
  ['youth', 'Youth', 'Jeunes'],
  ['two_s_lgbtqi_plus', '2SLGBTQI+ people', 'Personnes 2ELGBTQI+'],
  ['wheelchair_accessible', 'Wheelchair accessible', 'Accessible en fauteuil roulant'],
  ['pets', 'Pets welcome', 'Animaux de compagnie accueillis'],
  ['service_animal', 'Service animal welcome', 'Animal d’assistance accueilli'],
  ['harm_reduction', 'Harm reduction', 'Réduction des méfaits'],
  ['trauma_informed', 'Trauma-informed care', 'Soins tenant compte des traumatismes'],
  ['interpreter', 'Interpreter', 'Interprète'],
  ['no_curfew', 'No curfew', 'Sans couvre-feu'],
  ['phone_access', 'Own phone may be kept', 'Téléphone personnel permis'],
  ['other', 'Other', 'Autre'],
]);

export const capacityTypes = codeList('capacity-type', '2026-11-01', [
  ['bed', 'Beds', 'Lits'],
  ['room', 'Rooms', 'Chambres'],
]);

/** R40. */
export const holdModes = codeList('hold-mode', '2026-11-01', [
  ['on_confirmation', 'A person at the shelter says yes', 'Une personne au refuge confirme'],
  ['instant', 'At once', 'Immédiate'],
  ['phone_only', 'By telephone only', 'Par téléphone seulement'],
]);

/** Why a provider does not take a request (domain 3.3a). */
export const offerRefusalReasons = codeList('offer-refusal-reason', '2026-11-01', [
  ['full', 'Full', 'Complet'],
  ['not_eligible', 'Not eligible', 'Non admissible'],
  ['unsafe', 'Unsafe for the person or others', 'Dangereux pour la personne ou pour autrui'],
  ['no_language', 'Nobody speaks the language', 'Personne ne parle la langue'],
  ['no_access', 'Not accessible', 'Non accessible'],
  ['no_children', 'No children', 'Pas d’enfants'],
  ['pets', 'No pets', 'Pas d’animaux'],
  ['status_required', 'An immigration status is required', 'Un statut d’immigration est exigé'],
  ['other', 'Other', 'Autre'],
]);

export const withdrawalReasons = codeList('withdrawal-reason', '2026-11-01', [
  ['unit_unusable', 'The unit cannot be used', 'L’unité est inutilisable'],
  ['overcommitted', 'More was promised than there is', 'Plus de promesses que de places'],
  ['unsafe', 'Unsafe for the person or others', 'Dangereux pour la personne ou pour autrui'],
  ['new_criterion', 'A criterion that was not declared (R45)', 'Un critère qui n’était pas déclaré (R45)'],
  ['other', 'Other', 'Autre'],
]);

export const releaseReasons = codeList('release-reason', '2026-11-01', [
  ['other_place_found', 'Another place was found', 'Une autre place a été trouvée'],
  ['person_declined', 'The person does not want it', 'La personne n’en veut pas'],
  ['lost_contact', 'Contact was lost', 'Contact perdu'],
  ['request_cancelled', 'The request was called off', 'La demande a été annulée'],
  ['other', 'Other', 'Autre'],
]);

/** R44: a need that stays unmet always says why. */
export const unmetNeedReasons = codeList('unmet-need-reason', '2026-11-01', [
  ['no_matching_resource', 'No place offers what is needed', 'Aucun lieu n’offre ce qui est requis'],
  ['no_capacity', 'Every matching place is full', 'Tous les lieux qui conviennent sont complets'],
  ['stale_figures', 'The figures are too old to rely on', 'Les chiffres sont trop anciens'],
  ['no_offer', 'Nobody offered in time', 'Aucune offre à temps'],
  ['refused', 'Every provider refused', 'Tous les fournisseurs ont refusé'],
  ['other', 'Other', 'Autre'],
]);

/** How far a search reaches, from near to far (domain 3.3a). */
export const searchRings = codeList('search-ring', '2026-11-01', [
  ['region', 'The region', 'La région'],
  ['province', 'The province or territory', 'La province ou le territoire'],
  ['national', 'The whole country', 'Tout le pays'],
]);

/** Why a search was thrown back or ended by something else than a person's word about it. */
export const searchChangeReasons = codeList('search-change-reason', '2026-11-01', [
  ['hold_expired', 'Nobody confirmed the hold in time', 'Personne n’a confirmé la retenue à temps'],
  ['no_show', 'The person did not come', 'La personne ne s’est pas présentée'],
  ['referral_over', 'The referral is over', 'L’aiguillage a pris fin'],
]);

/** All that a public notice says of the places of a province: no number (R55). */
export const availabilityBands = codeList('availability-band', '2026-11-01', [
  ['some', 'There is room', 'Il y a de la place'],
  ['none', 'There is no room', 'Il n’y a pas de place'],
  ['unknown', 'Too few providers, or old figures', 'Trop peu de fournisseurs, ou chiffres anciens'],
]);
