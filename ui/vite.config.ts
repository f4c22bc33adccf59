import { gzipSync } from 'node:zlib';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Where `npm run dev` finds a resident, or the mock. */
const resident = process.env['CRASHTRAY_URL'] ?? 'http://127.0.0.1:8970';

export default defineConfig({
  plugins: [svelte(), gzipBeside()],
  build: { target: 'safari16.4', modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  server: { proxy: { '/rpc': resident, '/health': resident } },
  test: { include: ['src/**/*.test.ts'] },
});

/** Writes `<file>.gz` beside each text file of the bundle: the resident sends those bytes as they are. */
function gzipBeside(): Plugin {
  let folder = 'dist';
  return {
    name: 'gzip-beside',
    apply: 'build',
    configResolved(config) {
      folder = config.build.outDir;
    },
    closeBundle() {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.(html|js|css|svg)$/.test(entry.name)) continue;
        const file = join(entry.parentPath, entry.name);
        writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
      }
    },
  };
}
