// SPDX-License-Identifier: EUPL-1.2
// An internal application on openid-client, a certified relying party: signs a person in, refreshes, and is refused.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { browserOf, done, refused } from './person.mjs';

const { resolve } = createRequire(new URL('../../../web/package.json', import.meta.url));
const oidc = await import(pathToFileURL(resolve('openid-client')).href);

const { url, user, password, id, secret, redirect } = JSON.parse(process.argv[2]);
const plain = { execute: [oidc.allowInsecureRequests] };
const config = await oidc.discovery(
  new URL(url),
  id,
  { client_secret: secret, id_token_signed_response_alg: 'ES256' },
  oidc.ClientSecretBasic(secret),
  plain,
);
done('discovery');

const browser = await browserOf(url, user, password);
const scope = 'openid profile email offline_access';

async function ask(more = {}) {
  const verifier = oidc.randomPKCECodeVerifier();
  const expected = { expectedState: oidc.randomState(), expectedNonce: oidc.randomNonce() };
  const address = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirect,
    scope,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: expected.expectedState,
    nonce: expected.expectedNonce,
    ...more,
  });
  return { back: await browser.allow(address.href), checks: { ...expected, pkceCodeVerifier: verifier } };
}

const { back, checks } = await ask();
const tokens = await oidc.authorizationCodeGrant(config, back, checks);
const claims = tokens.claims();
if (claims.preferred_username !== user) throw new Error(JSON.stringify(claims));
done('signed in');

const told = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
if (told.name !== claims.name) throw new Error(JSON.stringify(told));
done('user info');

const next = await oidc.refreshTokenGrant(config, tokens.refresh_token);
await oidc.fetchUserInfo(config, next.access_token, claims.sub);
done('refreshed');

await refused(oidc.refreshTokenGrant(config, tokens.refresh_token), 'invalid_grant');
await refused(oidc.refreshTokenGrant(config, next.refresh_token), 'invalid_grant');
done('replayed refresh token');

await refused(oidc.authorizationCodeGrant(config, back, checks), 'invalid_grant');
done('replayed code');

const wrong = await ask();
wrong.checks.pkceCodeVerifier = oidc.randomPKCECodeVerifier();
await refused(oidc.authorizationCodeGrant(config, wrong.back, wrong.checks), 'invalid_grant');
done('wrong verifier');

const stranger = new oidc.Configuration(config.serverMetadata(), id, { client_secret: 'guess' });
oidc.allowInsecureRequests(stranger);
const other = await ask({ prompt: 'none' });
// 401 with a challenge, which the library tells by its scheme.
await refused(oidc.authorizationCodeGrant(stranger, other.back, other.checks), 'basic');
done('wrong secret');

const last = await ask({ response_mode: 'fragment' });
const answer = new URL(`${redirect}?${last.back.hash.slice(1)}`);
const left = await oidc.authorizationCodeGrant(config, answer, last.checks);
await oidc.tokenRevocation(config, left.refresh_token);
await refused(oidc.refreshTokenGrant(config, left.refresh_token), 'invalid_grant');
done('revoked');
