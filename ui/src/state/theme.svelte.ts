/** Light, dark, or as the system: remembered, and said on the root element. `public/theme.js` does it before the first paint. */

export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'crashtray.theme';
const NEXT: Record<ThemeChoice, ThemeChoice> = { system: 'light', light: 'dark', dark: 'system' };

class Theme {
  choice = $state<ThemeChoice>(readChoice());

  readonly words = $derived(this.choice === 'system' ? 'as the system' : this.choice);

  next(): void {
    this.choose(NEXT[this.choice]);
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    if (choice === 'system') {
      localStorage.removeItem(KEY);
      delete document.documentElement.dataset.theme;
    } else {
      localStorage.setItem(KEY, choice);
      document.documentElement.dataset.theme = choice;
    }
  }
}

export const theme = new Theme();

function readChoice(): ThemeChoice {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}
