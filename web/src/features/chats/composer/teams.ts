// SPDX-License-Identifier: EUPL-1.2
// Teams and holders of posts that may be mentioned, asked from the directory when somebody types "@".
import i18next from 'i18next';
import { api } from '@/api/endpoints';
import type { Holder, PersonChoice, TeamChoice } from './suggest';

/** A mention of more people than this is one of everybody. */
export const MOST_MENTIONED = 100;
const OFFERED = 3;
const LONGEST_NAME = 200;
const FRESH_MS = 60_000;

interface Team {
  id: string;
  name: string;
}

/** My teams called so, or all of them after the word "team"; nothing without a connection. */
export async function findTeams(query: string, people: readonly PersonChoice[], me: string): Promise<TeamChoice[]> {
  if (query.length > LONGEST_NAME) return [];
  try {
    const { teams } = await once(me, api.teams);
    const wanted = matchTeams(teams, query, i18next.t('composer.team.word', { ns: 'chats' }));
    const members = await Promise.all(wanted.map(({ id }) => once(`${me} ${id}`, () => api.teamMembers(id))));
    return wanted.flatMap((team, index) => offer(team, members[index]?.user_ids ?? [], people));
  } catch {
    return [];
  }
}

/** Teams with a word that begins with what was typed. */
export function matchTeams(teams: readonly Team[], query: string, word: string): Team[] {
  const wanted = query.trim().toLocaleLowerCase();
  const fits = (name: string) => ` ${name.toLocaleLowerCase()}`.includes(` ${wanted}`);
  const all = word.toLocaleLowerCase().startsWith(wanted);
  return teams.filter(({ name }) => all || fits(name)).slice(0, OFFERED);
}

/** A team of which nobody else is in the chat is not offered. */
export function offer(team: Team, userIds: readonly string[], people: readonly PersonChoice[]): TeamChoice[] {
  const inTeam = new Set(userIds);
  const members = people.filter(({ id }) => inTeam.has(id)).map(({ id }) => id);
  if (members.length === 0) return [];
  const tooLarge = members.length > MOST_MENTIONED;
  const hint = i18next.t(tooLarge ? 'composer.team.tooLarge' : 'composer.team.reaches', {
    ns: 'chats',
    count: members.length,
  });
  return [{ kind: 'team', id: team.id, label: team.name, hint, members: tooLarge ? [] : members, tooLarge }];
}

const answers = new Map<string, { at: number; answer: Promise<unknown> }>();

/** What was asked within the last minute is not asked again with every letter; a failure is. */
function once<T>(key: string, ask: () => Promise<T>): Promise<T> {
  const known = answers.get(key);
  if (known && Date.now() - known.at < FRESH_MS) return known.answer as Promise<T>;
  const answer = ask();
  answers.set(key, { at: Date.now(), answer });
  answer.catch(() => answers.delete(key));
  return answer;
}

const LEAST_OF_POST = 3;
const MOST_OF_POST = 60;

/** Short words would find half of the agency. */
export async function findHolders(query: string): Promise<readonly Holder[]> {
  const wanted = query.trim();
  if (wanted.length < LEAST_OF_POST || wanted.length > MOST_OF_POST) return [];
  // What begins like a name that nobody has is the rest of the sentence.
  if (unknownPost !== null && wanted.startsWith(unknownPost)) return [];
  const found = await api.people({ query: wanted, limit: 20 }).catch(() => null);
  if (found?.items.length === 0) unknownPost = wanted;
  return found?.items ?? [];
}

let unknownPost: string | null = null;
