/** What becomes of a person’s tokens, in a sentence. */
export function lossOf(liveTokens: number | undefined): string {
  if (liveTokens === undefined) return 'Their tokens stop working at once.';
  if (liveTokens === 0) return 'They have no working token.';
  return liveTokens === 1 ? '1 token stops working at once.' : `${liveTokens} tokens stop working at once.`;
}
