import { checkout } from './pinned-actions.ts'

/** Fetches the repository and leaves no token behind in it for the steps to find. */
export function checkoutStep(): object {
  return { uses: checkout.uses, with: { 'persist-credentials': false } }
}
