import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Only `src/api` talks to the resident. */
const noFetch = {
  selector: "CallExpression[callee.name='fetch'], CallExpression[callee.property.name='fetch']",
  message: 'Only src/api may call fetch.',
};

/** The Content-Security-Policy refuses it; a class, or `style:name`, which sets a property by script, does it. */
const noStyleAttribute = { selector: "SvelteAttribute[key.name='style']", message: 'No style attribute.' };

export default ts.config(
  { ignores: ['dist/', 'src/api/gen.ts', 'shots/'] },
  js.configs.recommended,
  {
    files: ['src/**/*.ts', 'src/**/*.svelte'],
    extends: [...ts.configs.strictTypeChecked, ...ts.configs.stylisticTypeChecked],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-definitions': 'off',
    },
  },
  ...svelte.configs.recommended,
  {
    files: ['src/**/*.svelte', 'src/**/*.svelte.ts'],
    languageOptions: {
      parserOptions: {
        projectService: true,
        extraFileExtensions: ['.svelte'],
        parser: ts.parser,
        svelteConfig,
      },
    },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/button-has-type': 'error',
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
      // State is replaced, never changed in place.
      'svelte/prefer-svelte-reactivity': 'off',
      // The types of components are not known here; svelte-check, which knows them, checks the same.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.svelte'],
    ignores: ['src/api/**'],
    rules: { 'no-restricted-syntax': ['error', noFetch, noStyleAttribute] },
  },
  { files: ['vite.config.ts'], languageOptions: { parser: ts.parser } },
  { files: ['public/**/*.js'], languageOptions: { globals: globals.browser } },
  { files: ['mock/**/*.mjs', '*.config.ts', '*.config.js'], languageOptions: { globals: globals.node } },
);
