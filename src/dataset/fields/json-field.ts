import { hasWholeSurrogates } from '../../text/whole-surrogates.ts'

/** Whether a text is JSON whose texts are letters, and no halves of them. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return hasWholeSurrogates(text)
  } catch {
    return false
  }
}
