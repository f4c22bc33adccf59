/** Variables of CSS set by script: the page's policy refuses style attributes. */

/** For `{@attach cssVar('--depth', depth)}`: sets a variable on the element, again whenever the value changes. */
export function cssVar(name: `--${string}`, value: string | number): (element: HTMLElement) => void {
  return (element) => element.style.setProperty(name, String(value));
}
