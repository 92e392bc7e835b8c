import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';

/** `export default` is what tools ask of their own configuration files; nothing else may use it. */
const NO_DEFAULT_EXPORT = { selector: 'ExportDefaultDeclaration', message: 'Use named exports.' };

export default tseslint.config(
  { ignores: ['dist', 'demo/dist', 'demo/kiosk/dist', 'test/consumers/*/**', 'packages/*/*.js', 'models/build', 'test/fixtures', '*.js', 'vite.config.ts', 'vitest.config.ts', '**/*.d.ts'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './src/tsconfig.json', './workers/tsconfig.json', './node/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { jsdoc },
    rules: {
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'off',
    },
  },
  {
    // What other folders and packages use says what it is.
    files: ['src/**/*.ts', 'workers/**/*.ts', 'models/**/*.ts'],
    rules: {
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: true,
          contexts: ['TSInterfaceDeclaration', 'TSTypeAliasDeclaration', 'ExportNamedDeclaration > VariableDeclaration'],
          require: { ClassDeclaration: true, FunctionDeclaration: true, ArrowFunctionExpression: true },
        },
      ],
    },
  },
  {
    // Programs that talk to a person on a terminal.
    files: ['models/*.ts', 'models/corrector/*.ts', 'docs/*.ts', 'packages/*.ts', 'node/**/*.ts', 'demo/**/*.ts', 'test/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // A user of the package like any other.
    files: ['demo/**/*.ts', 'demo/**/*.tsx'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['**/src/**', '**/workers/**', '**/models/**'], message: "Import from 'analyze-locally'." }] },
      ],
    },
  },
);
