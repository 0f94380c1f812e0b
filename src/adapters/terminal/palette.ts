import { styleText } from 'node:util'

type Paint = (text: string) => string

/** Colours for one stream; every function answers its text unchanged where colour is not wanted. */
export interface Palette {
  readonly bold: Paint
  readonly dim: Paint
  readonly red: Paint
  readonly green: Paint
  readonly yellow: Paint
  readonly blue: Paint
  readonly cyan: Paint
}

/** Colours as the stream can show them; `NO_COLOR` and `FORCE_COLOR` are obeyed. */
export function createPalette(stream: NodeJS.WritableStream): Palette {
  const paint =
    (style: keyof Palette): Paint =>
    (text) =>
      styleText(style, text, { stream })
  return paletteOf(paint)
}

/** No colour at all: for files and tests. */
export const plainPalette: Palette = paletteOf(() => (text) => text)

function paletteOf(paint: (style: keyof Palette) => Paint): Palette {
  return {
    bold: paint('bold'),
    dim: paint('dim'),
    red: paint('red'),
    green: paint('green'),
    yellow: paint('yellow'),
    blue: paint('blue'),
    cyan: paint('cyan'),
  }
}
