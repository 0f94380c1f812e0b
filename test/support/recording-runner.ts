import type { Annotation, Runner } from '../../src/ports/runner.ts'

/** A runner that only remembers. */
export function recordingRunner() {
  const outputs: Record<string, string> = {}
  const lines: string[] = []
  const annotations: Annotation[] = []
  const summaries: string[] = []
  const masks: string[] = []
  const runner: Runner = {
    line: (text) => void lines.push(text),
    group: (title) => void lines.push(`[${title}]`),
    endGroup: () => {},
    annotate: (annotation) => void annotations.push(annotation),
    mask: (value) => void masks.push(value),
    output: (name, value) => void (outputs[name] = value),
    summary: (markdown) => void summaries.push(markdown),
  }
  return { runner, outputs, lines, annotations, summaries, masks }
}
