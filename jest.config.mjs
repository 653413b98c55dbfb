/** One configuration; the levels are told apart by file name: .spec (pure), .int.spec (real PostgreSQL), .e2e.spec (whole system). */
export default {
  testMatch: ['<rootDir>/{apps,libs,infra,test}/**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { configFile: './.swcrc' }] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.local'],
  maxWorkers: 2,
  testTimeout: 30000,
};
