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
  return {
    ...base,
    pipelines: withinBytes(
      plan.pipelines.slice(0, limits.pipelines),
      Buffer.byteLength(JSON.stringify(base)),
    ),
  }
}

/** Outlines are what is large: first every pipeline without, as many as fit, then outlines as long as there is room. */
function withinBytes(pipelines: readonly PipelineNews[], used: number): PipelineNews[] {
  let room = limits.bytes - used
  const take = (value: unknown) => {
    const size = Buffer.byteLength(JSON.stringify(value)) + 1
    if (size > room) return false
    room -= size
    return true
  }
  const bare = pipelines.map(({ outline: _outline, ...rest }) => ({
    ...rest,
    file: cut(rest.file),
    name: cut(rest.name),
  }))
  const tooMany = bare.findIndex((one) => !take(one))
  const fitting = tooMany < 0 ? bare : bare.slice(0, tooMany)
  return fitting.map((one, index) => {
    const outline = pipelines[index]?.outline
    const fits = outline !== undefined && outline.steps.length <= limits.steps && take({ outline })
    return fits ? { ...one, outline } : one
  })
}

const cut = (text: string) => clip(text, limits.text - 1)
