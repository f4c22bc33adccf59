/** The settings by name, in the order in which they stand. */
import type { IconName } from '../parts/icons';

export type SettingsId = 'appearance' | 'grouping';

export interface SettingsSection {
  readonly id: SettingsId;
  readonly title: string;
  readonly icon: IconName;
}

export const SETTINGS: readonly SettingsSection[] = [
  { id: 'grouping', title: 'Grouping', icon: 'rule' },
  { id: 'appearance', title: 'Appearance', icon: 'theme' },
];
