import { Type } from 'typebox';
import { contract } from '../contract.js';
import { Code, Codes } from '../fields.js';

export const AvailabilityChanged = contract({
  type: 'housing.availability-changed.v1',
  topic: 'housing.availability',
  aggregate: 'availability',
  audience: 'public',
  notice: { regionCode: 'province', needs: 'code', band: 'code' },
  description: {
    en: 'Whether there is room for a need in a province or territory, told once an hour and never for fewer than five providers; CA: in all of those that have fewer.',
    fr: 'S’il y a de la place pour un besoin dans une province ou un territoire, une fois l’heure et jamais pour moins de cinq fournisseurs; CA : dans tous ceux qui en ont moins.',
  },
  data: Type.Object({
    regionCode: Code('Province or territory, or CA', 'Province ou territoire, ou CA'),
    needs: Codes('Coded needs that are met together', 'Besoins codés comblés ensemble'),
    band: Code(
      'Whether there is room: some, none or unknown',
      'S’il y a de la place : some, none ou unknown',
    ),
  }),
  examples: [{ regionCode: 'CA-ON', needs: ['emergency_bed', 'women_only'], band: 'some' }],
});
