import type { Pack } from './packing.ts'

/** Waves no wider than a matrix may be: a wider one becomes several, one after the other. */
export function splitWide(waves: readonly (readonly Pack[])[], width: number): Pack[][] {
  return waves.flatMap((wave) => {
    const slices: Pack[][] = []
    let room = 0
    for (const pack of wave) {
      if (pack.parts > room) {
        slices.push([])
        room = width
      }
      slices.at(-1)?.push(pack)
      room -= pack.parts
    }
    return slices
  })
}
