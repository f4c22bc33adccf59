/** What fills the window beside the sidebar, and what floats above it. */

class View {
  /** `nothing` until the first answer, or for the time of a blink. */
  screen = $state<'nothing' | 'issues' | 'setup'>('nothing');
  floating = $state<'nothing' | 'keys' | 'commands'>('nothing');
}

export const view = new View();
