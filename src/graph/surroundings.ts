import type { Manifest, Step } from '../manifest/manifest.ts'
import type { Edges } from './resolve-needs.ts'
import type { Manifests } from './used-file.ts'

/** What the expressions of one manifest can see. */
export interface Surroundings {
  readonly file: string
  readonly manifest: Manifest
  readonly steps: ReadonlyMap<string, Step>
  readonly edges: Edges
  /** Steps that are written but could not be read: nothing is known of them. */
  readonly unread: ReadonlySet<string>
  /** The manifests that it uses, as far as they could be read. */
  readonly used?: Manifests
  /** The names a committed `.env.example` lists; `null`: there is none, and any name may exist. */
  readonly envExample: ReadonlySet<string> | null
}
