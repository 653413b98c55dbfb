import type { Contract } from '#libs/contracts';
import { Compile, type Validator } from 'typebox/compile';

const validators = new WeakMap<Contract, Validator>();

function validatorOf(contract: Contract): Validator {
  let validator = validators.get(contract);
  if (!validator) validators.set(contract, (validator = Compile(contract.data) as unknown as Validator));
  return validator;
}

/** The data does not fit its contract. On the writing side a fault of ours: the command fails, nothing is published. */
export class ContractBroken extends Error {
  override readonly name = 'ContractBroken';
}

/** @throws ContractBroken naming the type and the places, never the values */
export function checkData(contract: Contract, data: unknown): void {
  const validator = validatorOf(contract);
  if (validator.Check(data)) return;
  const places = [...validator.Errors(data)].map((error) => `${error.instancePath || '/'} ${error.message}`);
  throw new ContractBroken(`${contract.type}: ${places.join('; ')}`);
}
