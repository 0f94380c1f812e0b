/**
 * How the files of one job's part of a mapped step are called, without folder and ending: `datasets/x.p2.sqlite`,
 * `rejects/x.p2.sqlite`, `logs/x.p2.log`. So those of all parts lie in one folder.
 */
export function partName(step: string, part: { readonly index: number } | undefined): string {
  return part === undefined ? step : `${step}.p${part.index}`
}
