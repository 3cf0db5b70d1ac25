// SPDX-License-Identifier: EUPL-1.2
// A person in a browser on the server's own pages: signs in there and answers what applications ask.

/** Tells the driving test that a step went well. */
export const done = (step) => process.stdout.write(`${JSON.stringify({ step })}\n`);

export async function browserOf(url, user, password) {
  const headers = { 'content-type': 'application/json', origin: url };
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ user, password }),
  });
  if (!answer.ok) throw new Error(`the sign-in of ${user}: ${answer.status}`);
  const cookie = answer.headers.get('set-cookie').split(';')[0];
  const post = async (path, body) => {
    const reply = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { ...headers, cookie },
      body: JSON.stringify(body),
    });
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    return reply.json();
  };
  return {
    /** Follows an application's address to our page and lets the application in; where the browser goes then. */
    async allow(address) {
      const query = await queryOf(address);
      const question = await post('/api/v1/oauth/question', { query });
      if (question.redirect_to) return new URL(question.redirect_to);
      const decision = await post('/api/v1/oauth/decision', { query, allow: true });
      return new URL(decision.redirect_to);
    },
    /** Types the code that a device shows. */
    link: (code) => post('/api/v1/oauth/link/decision', { user_code: code, allow: true }),
  };
}

/** The endpoint leads to the page, which takes the request out of its one parameter. */
async function queryOf(address) {
  const answer = await fetch(address, { redirect: 'manual' });
  const page = new URL(answer.headers.get('location'), address);
  return Buffer.from(page.searchParams.get('request').slice(2), 'base64url').toString();
}

export async function refused(promise, error) {
  const reason = await promise.then(
    () => null,
    (failure) => failure,
  );
  const told = reason?.error ?? reason?.cause?.[0]?.scheme;
  if (told !== error) throw new Error(`refused by ${error} expected, got ${told ?? reason}`);
}
