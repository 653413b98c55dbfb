/** Nest injection tokens of what is no class of ours. */
export const CONFIG = Symbol('app configuration');
export const LOG = Symbol('log');
export const BROKER = Symbol('broker');
export const WORKER_DATABASE = Symbol('database as the worker role');
