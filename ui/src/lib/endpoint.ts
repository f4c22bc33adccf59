/** The state of the endpoint in words. */
import type { EndpointView } from '../api/gen';
import { counted } from './numbers';
import { clock, longAge } from './time';

export interface EndpointWords {
  state: 'listening' | 'paused' | 'trouble' | 'lost';
  /** Below the address. */
  text: string;
  /** In the tooltip, and read aloud. */
  title: string;
}

/** `live`: the change stream stands. */
export function endpointWords(endpoint: EndpointView, live: boolean, now: number): EndpointWords {
  if (!live) return { state: 'lost', text: 'Trying again', title: 'Crashtray does not answer' };
  if (endpoint.trouble !== null) return { state: 'trouble', text: endpoint.trouble, title: endpoint.trouble };
  if (endpoint.paused_until !== null) {
    const text =
      endpoint.paused_until > 0 ? `Paused until ${clock(endpoint.paused_until).slice(0, 5)}` : 'Paused';
    return { state: 'paused', text, title: `${text}: events are answered and not kept` };
  }
  const since = `Listening since ${clock(endpoint.since).slice(0, 5)}`;
  if (endpoint.last_event === null) return { state: 'listening', text: 'No events yet', title: since };
  const rate = endpoint.per_minute === 1 ? '1 event' : `${endpoint.per_minute}/min`;
  return {
    state: 'listening',
    text: `${endpoint.per_minute === 0 ? 'Last event' : `${rate},`} ${longAge(endpoint.last_event, now)}`,
    title: `${since}, ${counted(endpoint.per_minute, 'event')} in the last minute`,
  };
}
