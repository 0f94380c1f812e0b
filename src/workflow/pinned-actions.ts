/**
 * The actions that generated workflows use, by full commit, because a tag can be moved. Where Dependabot has moved them
 * in the workflows of users they stay so (`keep-pins.ts`); here they move with a release of ours.
 */
export const checkout = {
  uses: 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1',
  version: 'v7.0.1',
} as const

/** `owner/repository@<40 hex digits>`, or a path within the repository itself (`$/`, `./`). */
export function isPinned(action: string): boolean {
  return action.startsWith('./') || action.startsWith('$/') || /@[0-9a-f]{40}$/.test(action)
}
