/** Two letters for a platform: what stands in a project's tile. */
const LETTERS: Record<string, string> = {
  javascript: 'js',
  node: 'nd',
  python: 'py',
  rust: 'rs',
  java: 'jv',
  ruby: 'rb',
  csharp: 'c#',
  kotlin: 'kt',
  elixir: 'ex',
  cocoa: 'oc',
  native: 'c',
  other: '··',
};

export function platformLetters(platform: string): string {
  return platform === '' ? '··' : (LETTERS[platform] ?? platform.slice(0, 2).toLowerCase());
}
