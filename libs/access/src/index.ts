export {
  accessTable,
  capacities,
  roleMeanings,
  things,
  type AccessTable,
  type OperationName,
  type Thing,
} from './access-table.js';
export { AccessTableFaults, faultsOf, type Handler } from './faults.js';
export { grantedFor, type Granted } from './granted.js';
