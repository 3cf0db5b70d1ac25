// SPDX-License-Identifier: EUPL-1.2
// Light stems of English and Russian words after the published Snowball descriptions; the server's search uses the same.

const SHORTEST = 3;
const RUSSIAN = /^[а-я]+$/;
const ENGLISH = /^[a-z]+$/;
const REGION = /^[^аеиоуыэюя]*[аеиоуыэюя](?<tail>.*)$/;
const GERUND = /(?:(?<=[ая])(?:в|вши|вшись)|ив|ивши|ившись|ыв|ывши|ывшись)$/;
const REFLEXIVE = /(?:ся|сь)$/;
const ADJECTIVE =
  /(?:(?:(?<=[ая])(?:ем|нн|вш|ющ|щ)|ивш|ывш|ующ)?(?:ее|ие|ые|ое|ими|ыми|ей|ий|ый|ой|ем|им|ым|ом|его|ого|ему|ому|их|ых|ую|юю|ая|яя|ою|ею))$/;
const VERB =
  /(?:(?<=[ая])(?:ла|на|ете|йте|ли|й|л|ем|н|ло|но|ет|ют|ны|ть|ешь|нно)|ила|ыла|ена|ейте|уйте|ите|или|ыли|ей|уй|ил|ыл|им|ым|ен|ило|ыло|ено|ят|ует|уют|ит|ыт|ены|ить|ыть|ишь|ую|ю)$/;
const NOUN =
  /(?:а|ев|ов|ие|ье|е|иями|ями|ами|еи|ии|и|ией|ей|ой|ий|й|иям|ям|ием|ем|ам|ом|о|у|ах|иях|ях|ы|ь|ию|ью|ю|ия|ья|я)$/;
const LAST = /(?:ейше|ейш|ь)$/;
const SYLLABLE = /[aeiouy]/;
const REMEMBERED = 20_000;

const known = new Map<string, string>();

/** The stem of a folded word; words of other languages stay as they are. */
export function stem(word: string): string {
  if (word.length <= SHORTEST) return word;
  const found = known.get(word) ?? find(word);
  if (known.size >= REMEMBERED) known.clear();
  known.set(word, found);
  return found;
}

function find(word: string): string {
  if (RUSSIAN.test(word)) return russian(word);
  return ENGLISH.test(word) ? english(word) : word;
}

function russian(word: string): string {
  const region = REGION.exec(word)?.groups?.tail;
  if (region === undefined) return word;
  const shorter = withoutEndings(region).replace(/и$/, '').replace(LAST, '').replace(/нн$/, 'н');
  const stemmed = word.slice(0, word.length - region.length) + shorter;
  return stemmed.length > 1 ? stemmed : word;
}

function withoutEndings(tail: string): string {
  const gerund = tail.replace(GERUND, '');
  if (gerund !== tail) return gerund;
  const plain = tail.replace(REFLEXIVE, '');
  for (const ending of [ADJECTIVE, VERB, NOUN]) {
    const shorter = plain.replace(ending, '');
    if (shorter !== plain) return shorter;
  }
  return plain;
}

function english(word: string): string {
  const plain = withoutSuffix(word);
  // British spelling doubles the last letter of `cancel` and `travel`; one syllable keeps both, as in `call`.
  const doubled = plain.endsWith('ll') && (plain.match(/[aeiouy]+/g) ?? []).length > 1;
  return doubled ? plain.slice(0, -1) : plain;
}

function withoutSuffix(word: string): string {
  const single = singular(word);
  for (const ending of ['ing', 'ed']) {
    if (!single.endsWith(ending)) continue;
    const rest = single.slice(0, -ending.length);
    if (rest.length > 2 && SYLLABLE.test(rest)) return mended(rest);
  }
  if (single.endsWith('y')) return `${single.slice(0, -1)}i`;
  return single.endsWith('e') ? single.slice(0, -1) : single;
}

function singular(word: string): string {
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:sses|shes|ches|xes|zes)$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') && !/(?:ss|us|is|news)$/.test(word) ? word.slice(0, -1) : word;
}

/** What stands before `-ed` or `-ing` as the plain word would be stemmed. */
function mended(rest: string): string {
  const last = rest.at(-1) ?? '';
  if (last === rest.at(-2) && !'lsz'.includes(last)) return rest.slice(0, -1);
  return last === 'y' ? `${rest.slice(0, -1)}i` : rest;
}
