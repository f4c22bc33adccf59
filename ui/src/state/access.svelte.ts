/** May this page read the inbox? */
import { onRefused, openSession } from '../api/transport';

class Access {
  /** `unknown` until it was asked. */
  state = $state<'unknown' | 'open' | 'closed'>('unknown');

  async ask(): Promise<void> {
    onRefused(() => (this.state = 'closed'));
    try {
      this.state = (await openSession()) ? 'open' : 'closed';
    } catch {
      this.state = 'closed';
    }
  }
}

export const access = new Access();
