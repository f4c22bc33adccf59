/** What fills the window beside the sidebar, and what floats above it. */

class View {
  screen = $state<'issues' | 'setup'>('issues');
  floating = $state<'nothing' | 'keys' | 'commands'>('nothing');
}

export const view = new View();
