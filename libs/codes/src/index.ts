export {
  codeList,
  codeOrOther,
  codesOf,
  isCode,
  labelOf,
  type CodeEntry,
  type CodeList,
} from './code-list.js';
export * from './lists/consents.js';
export * from './lists/housing.js';
export * from './lists/liaison.js';
export * from './lists/organizations.js';
export * from './lists/referrals.js';
export * from './rules/calendar.js';
export * from './rules/children.js';
export * from './rules/limits.js';
export * from './rules/routing.js';
export {
  findRegion,
  provinceOf,
  regionContains,
  regionsWithin,
  ringsOf,
  type Region,
  type RegionKind,
} from './regions.js';
