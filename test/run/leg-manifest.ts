import { manifestOf } from './rig.ts'

/** A mapped step of forty legs. */
export const legManifest = manifestOf([
  {
    id: 'legs',
    strategy: {
      matrix: {
        kind: 'axes',
        axes: { n: Array.from({ length: 40 }, (_, index) => index) },
        include: [],
        exclude: [],
      },
      failFast: true,
      maxFailures: { count: 0 },
    },
  },
])
