import type { Bilingual } from '#libs/kernel';

/** R15, R19: what the law of a province says, since when. A province that is not listed has no row yet: a named human decides on the law they cite. */
interface Dated {
  readonly provinceCode: string;
  readonly from: string;
  readonly law: Bilingual;
}

interface ReportRule extends Dated {
  /** About a person of this age or older nobody may report against their will on this law. */
  readonly underAge: number;
}

interface ConsentRule extends Dated {
  /** From this age on a child decides alone. */
  readonly fromAge: number;
}

/** Ontario: a duty about a child under 16, and one may report at 16 and 17. */
const reportRules: readonly ReportRule[] = [
  {
    provinceCode: 'CA-ON',
    from: '2018-04-30',
    underAge: 18,
    law: {
      en: 'Child, Youth and Family Services Act, 2017, S.O. 2017, c. 14, Sched. 1, s. 125',
      fr: 'Loi de 2017 sur les services à l’enfance, à la jeunesse et à la famille, L.O. 2017, chap. 14, annexe 1, art. 125',
    },
  },
  {
    provinceCode: 'CA-QC',
    from: '1979-01-15',
    underAge: 18,
    law: {
      en: 'Youth Protection Act, CQLR, c. P-34.1, s. 39',
      fr: 'Loi sur la protection de la jeunesse, RLRQ, c. P-34.1, art. 39',
    },
  },
  {
    provinceCode: 'CA-BC',
    from: '1996-01-29',
    underAge: 19,
    law: {
      en: 'Child, Family and Community Service Act, R.S.B.C. 1996, c. 46, s. 14',
      fr: 'Child, Family and Community Service Act, R.S.B.C. 1996, c. 46, art. 14',
    },
  },
  {
    provinceCode: 'CA-AB',
    from: '2004-11-01',
    underAge: 18,
    law: {
      en: 'Child, Youth and Family Enhancement Act, R.S.A. 2000, c. C-12, s. 4',
      fr: 'Child, Youth and Family Enhancement Act, R.S.A. 2000, c. C-12, art. 4',
    },
  },
];

/** Elsewhere no age is fixed by law: whether a child understands is for the named human who records the consent to judge. */
const consentRules: readonly ConsentRule[] = [
  {
    provinceCode: 'CA-QC',
    from: '2023-09-22',
    fromAge: 14,
    law: {
      en: 'Act respecting the protection of personal information in the private sector, CQLR, c. P-39.1, s. 4.1',
      fr: 'Loi sur la protection des renseignements personnels dans le secteur privé, RLRQ, c. P-39.1, art. 4.1',
    },
  },
];

const leavingQuebec: Dated = {
  provinceCode: 'CA-QC',
  from: '2023-09-22',
  law: {
    en: 'Act respecting the protection of personal information in the private sector, CQLR, c. P-39.1, s. 17',
    fr: 'Loi sur la protection des renseignements personnels dans le secteur privé, RLRQ, c. P-39.1, art. 17',
  },
};

/** Under which age a province's child protection law reaches a person, at a time; undefined where no row says so. */
export function dutyToReport(provinceCode: string, at: Date): ReportRule | undefined {
  return reportRules.find((rule) => rule.provinceCode === provinceCode && isInForce(rule, at));
}

/** From which age a child consents alone, at a time; undefined where no law fixes one. */
export function consentOfChild(provinceCode: string, at: Date): ConsentRule | undefined {
  return consentRules.find((rule) => rule.provinceCode === provinceCode && isInForce(rule, at));
}

/** The law on communicating outside Quebec, once it is in force (R19). */
export function lawOnLeavingQuebec(at: Date): Bilingual | undefined {
  return isInForce(leavingQuebec, at) ? leavingQuebec.law : undefined;
}

function isInForce(rule: Dated, at: Date): boolean {
  return rule.from <= at.toISOString().slice(0, 10);
}
