/** What fills the window beside the sidebar, and what floats above it. */

import type { SettingsId } from '../lib/settings';

class View {
  /** `nothing` until the first answer, or for the time of a blink. */
  screen = $state<'nothing' | 'issues' | 'settings' | 'setup'>('nothing');
  /** Which of the settings are shown. */
  settings = $state<SettingsId>('grouping');
  floating = $state<'nothing' | 'keys' | 'commands'>('nothing');
}

export const view = new View();
