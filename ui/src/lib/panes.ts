/** Widths of the panes. The reading pane gets what is left, and never less than it needs. */

export interface Widths {
  side: number;
  list: number;
}

/** Below this width of the window the panes fold (the same number stands in the style sheets). */
export const FOLD = 1040;
export const SIDE = { least: 160, most: 300, usual: 196 } as const;
export const LIST = { least: 300, most: 900, usual: 404, usualWide: 460 } as const;
/** From this width of the window the list starts wider. */
export const WIDE = 1600;
/** From this width the list has one line for an issue. */
export const ONE_LINE = 720;
const PAGE_LEAST = 440;

/** What was wished, as far as the window allows. */
export function fitPanes(wish: Partial<Widths>, window: number): Widths {
  const side = clamp(wish.side ?? SIDE.usual, SIDE.least, SIDE.most);
  const most = Math.max(LIST.least, Math.min(LIST.most, window - side - PAGE_LEAST));
  return { side, list: clamp(wish.list ?? (window >= WIDE ? LIST.usualWide : LIST.usual), LIST.least, most) };
}

/** What was remembered, if it can be read. */
export function readWish(text: string | null): Partial<Widths> {
  try {
    const { side, list } = JSON.parse(text ?? '{}') as Record<string, unknown>;
    return { ...(isWidth(side) ? { side } : {}), ...(isWidth(list) ? { list } : {}) };
  } catch {
    return {};
  }
}

function isWidth(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function clamp(value: number, least: number, most: number): number {
  return Math.round(Math.min(Math.max(value, least), most));
}
