import type { StepMark } from '../../plan/step-past.ts'

/** How it is told that a step is as it was; `more` is what else there is to say of it. */
export function unchangedNote({ since }: StepMark, more?: string): string {
  const said = `unchanged since run ${since}`
  return more === undefined || more.startsWith(said) ? said : `${said}, ${more}`
}
