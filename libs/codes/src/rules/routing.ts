/** R26: the departments that a kind of request goes to unless triage says otherwise. */
export const routingTable: Readonly<Record<string, readonly string[]>> = {
  trp_support: ['IRCC'],
  family_abroad: ['IRCC', 'GAC'],
  recruitment_fee: ['ESDC'],
  training_request: ['IRCC', 'CBSA'],
  housing_gap: ['PS', 'WAGE'],
};
