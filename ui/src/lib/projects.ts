/** The projects of the sidebar. */
import type { ProjectView } from '../api/gen';

/** The fresh projects where they stood before, so that none moves under the pointer; those that are new come last. */
export function inKnownOrder(before: readonly ProjectView[], fresh: readonly ProjectView[]): ProjectView[] {
  const bySlug = new Map(fresh.map((project) => [project.slug, project]));
  const known = before.flatMap(({ slug }) => bySlug.get(slug) ?? []);
  const slugs = new Set(known.map(({ slug }) => slug));
  return [...known, ...fresh.filter(({ slug }) => !slugs.has(slug))];
}
