import type { Pack } from './packing.ts'

/** Waves no wider than a matrix may be: a wider one becomes several, one after the other. */
export function splitWide(waves: readonly (readonly Pack[])[], width: number): Pack[][] {
  return waves.flatMap((wave) =>
    Array.from({ length: Math.ceil(wave.length / width) }, (_, part) =>
      wave.slice(part * width, (part + 1) * width),
    ),
  )
}
