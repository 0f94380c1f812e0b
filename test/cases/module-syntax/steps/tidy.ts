export async function* tidy(batches: AsyncIterable<object[]>) {
  for await (const rows of batches yield rows
}
