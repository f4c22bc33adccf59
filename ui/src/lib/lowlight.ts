/** The part of lowlight that we use, by name: loading the package as a whole would bring every grammar there is. */
export { createLowlight } from 'lowlight';
