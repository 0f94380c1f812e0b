/**
 * Every code a diagnostic can carry: a contract with whoever filters on them. A test demands for each a section
 * in `docs/diagnostics.md` and a folder in `test/cases/` that triggers it.
 */
export const codes = {
  'source/unreadable': { title: 'The manifest cannot be read' },
  'source/syntax': { title: 'The YAML does not parse' },
} as const satisfies Record<string, { readonly title: string }>

export type Code = keyof typeof codes
