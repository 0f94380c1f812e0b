import { createMask } from './mask.ts'

/** A mask that learns: a token, say, that a server gives out while a run is on its way. */
export interface GrowingMask {
  readonly mask: (text: string) => string
  /** From now on `mask` hides this too. */
  readonly hide: (secret: string) => void
}

/** `onSecret` hears of each secret that is new. */
export function createGrowingMask(
  secrets: Iterable<string>,
  onSecret: (secret: string) => void = () => {},
): GrowingMask {
  const known = new Set(secrets)
  let mask = createMask(known)
  return {
    mask: (text) => mask(text),
    hide(secret) {
      if (known.has(secret)) return
      known.add(secret)
      mask = createMask(known)
      onSecret(secret)
    },
  }
}
