/** Many reasons that say the same with other numbers, told in one line each. */

/** A number of its own: not a part of a name like `m5.xlarge`, `gp3` or `us-east-1`. */
const NUMBER = /(?<![\w.-])\d+(?:\.\d+)?(?!\.?\w)/g;

/** How often a reason holds, in words that cover every case. */
export type ReasonGroup = { readonly count: number; readonly text: string };

/** The text of one case, with each number that differs between the cases as `lowest to highest`. */
function coverAll(texts: readonly string[]): string {
  const found = texts.map(text => text.match(NUMBER) ?? []);
  let at = -1;
  return (texts[0] ?? '').replace(NUMBER, own => {
    at += 1;
    const numbers = found.map(row => row[at] ?? own).sort((a, b) => Number(a) - Number(b));
    const [low, high] = [numbers[0], numbers.at(-1)];
    return low === high ? own : `${low} to ${high}`;
  });
}

/** Groups reasons that differ in their numbers only, the most frequent first. */
export function groupReasons(reasons: readonly string[]): ReasonGroup[] {
  const groups = Map.groupBy(reasons, reason => reason.replace(NUMBER, '#'));
  return [...groups.values()]
    .map(texts => ({ count: texts.length, text: coverAll(texts) }))
    .sort((a, b) => b.count - a.count);
}
