import { clip } from './failure-section.ts'
import { limits, type PipelineNews, type PullRequestPlan } from './pull-request-plan.ts'

/** What can be told in one comment, and so must travel to where it is written: within `limits`, whatever comes. */
export function fitComment(plan: PullRequestPlan): PullRequestPlan {
  const base = {
    ...plan,
    diagnostics: plan.diagnostics.slice(0, limits.diagnostics).map((one) => ({
      ...one,
      file: cut(one.file),
      message: clip(one.message, limits.message),
      ...(one.help === undefined ? {} : { help: clip(one.help, limits.message) }),
    })),
    pipelines: [],
  }
  return { ...base, pipelines: withinBytes(plan.pipelines.slice(0, limits.pipelines), sizeOf(base)) }
}

/** Outlines are what is large: those that find no room are left out, those of the first pipelines last. */
function withinBytes(pipelines: readonly PipelineNews[], used: number): PipelineNews[] {
  const bare = pipelines.map(({ outline: _outline, ...rest }) => ({
    ...rest,
    file: cut(rest.file),
    name: cut(rest.name),
  }))
  let room = limits.bytes - used - sizeOf(bare)
  return bare.map((one, index) => {
    const outline = pipelines[index]?.outline
    if (outline === undefined || outline.steps.length > limits.steps) return one
    const size = sizeOf({ outline })
    if (size > room) return one
    room -= size
    return { ...one, outline }
  })
}

const cut = (text: string) => clip(text, limits.text - 1)

const sizeOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value))
