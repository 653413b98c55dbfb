import { Type } from 'typebox';
import { contract } from '../contract.js';
import { bilingual } from '../fields.js';

export const HousingRequestAnswersWanted = contract({
  type: 'housing.request-answers-wanted.v1',
  topic: 'housing.request',
  aggregate: 'housing-request',
  audience: 'parties',
  personLinked: true,
  description: {
    en: 'To the providers that were asked: whether an answer is wanted again, or no longer. Why is between those who ask (R42).',
    fr: 'Aux fournisseurs sollicités : si une réponse est de nouveau souhaitée, ou ne l’est plus. Le motif reste entre ceux qui demandent (R42).',
  },
  data: Type.Object({
    wanted: Type.Boolean(bilingual('An answer is wanted', 'Une réponse est souhaitée')),
  }),
  examples: [{ wanted: false }],
});
