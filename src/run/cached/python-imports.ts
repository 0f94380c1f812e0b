/** A module that Python code imports: as a path without its ending, below what so many leading dots name. */
interface PythonImport {
  /** 0: looked for where Python looks; 1: beside the file; 2: a folder above; … */
  readonly dots: number
  readonly path: string
}

const statement =
  /^[ \t]*(?:from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n;#]+)|import[ \t]+([^\n;#]+))/gm

/** What the code imports, with the packages on the way: of `from a.b import c`, `a`, `a/b` and `a/b/c`. */
export function pythonImports(text: string): PythonImport[] {
  return [...text.matchAll(statement)].flatMap(([, dots = '', module = '', names = '', plain = '']) => {
    const base = module.split('.').filter((part) => part !== '')
    const modules =
      plain === ''
        ? namesIn(names).map((name) => [...base, name])
        : namesIn(plain).map((name) => name.split('.'))
    const own = base.length === 0 && dots !== '' ? [{ dots: dots.length, path: '' }] : []
    const paths = new Set(
      modules.flatMap((parts) => parts.map((_, index) => parts.slice(0, index + 1).join('/'))),
    )
    return [...own, ...[...paths].map((path) => ({ dots: dots.length, path }))]
  })
}

/** `a.b as x, c`: `a.b` and `c`. */
function namesIn(list: string): string[] {
  return list
    .replaceAll(/#.*$/gm, '')
    .replaceAll(/[()]/g, '')
    .split(',')
    .map((each) => each.trim().split(/\s/)[0] ?? '')
    .filter((name) => /^[\w.]+$/.test(name))
}
