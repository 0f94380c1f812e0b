import * as z from 'zod'
import { durationPattern } from '../text/duration.ts'

export const duration = z
  .string('must be a duration like 5s, 2m or 1h')
  .regex(durationPattern, 'must be a duration like 5s, 2m or 1h')
  .meta({ examples: ['5s', '2m'] })
