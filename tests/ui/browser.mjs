// Starts the system's own Chromium for tests: nothing is downloaded, and it calls nobody by itself.
import { accessSync, constants } from "node:fs";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** Path of the browser: CHROMIUM from the environment, else the first known name on the PATH, else Playwright's own. */
function browserPath() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of NAMES) {
    for (const folder of (process.env.PATH ?? "").split(":")) {
      try {
        accessSync(`${folder}/${name}`, constants.X_OK);
        return `${folder}/${name}`;
      } catch {
        // Not in this folder.
      }
    }
  }
  return undefined;
}

/** A headless browser with an empty profile of its own. */
export function launch() {
  return chromium.launch({
    executablePath: browserPath(),
    args: [
      // As root (in CI) Chromium refuses its sandbox; the pages here are ours.
      ...(process.getuid() === 0 ? ["--no-sandbox"] : []),
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
