// SPDX-License-Identifier: EUPL-1.2
// matrix-js-sdk's own OAuth client: registers, signs a person in, syncs past the end of its token, and signs out.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { quiet, sdk } from '../jssdk/sdk.mjs';
import { browserOf, done } from './person.mjs';

const { resolve } = createRequire(new URL('../../../web/package.json', import.meta.url));
const { OAuth2 } = await import(pathToFileURL(resolve('matrix-js-sdk/lib/oauth/index.js')).href);

const { url, user, password } = JSON.parse(process.argv[2]);
const redirect = 'example.messenger.app:/callback';

const metadata = await sdk.createClient({ baseUrl: url, logger: quiet }).getAuthMetadata();
const clientId = await OAuth2.registerClient(
  metadata,
  {
    application_type: 'native',
    client_name: 'Messenger',
    client_uri: 'https://messenger.example',
    redirect_uris: [redirect],
  },
  quiet,
);
done('registered');

const browser = await browserOf(url, user, password);

async function signIn() {
  const auth = new OAuth2(metadata, { clientId }, quiet);
  const back = await browser.allow(await auth.generateAuthorizationCodeGrantUrl('state', redirect, 'fragment'));
  const answer = new URLSearchParams(back.hash.slice(1));
  if (answer.get('state') !== 'state' || answer.get('iss') !== metadata.issuer) throw new Error(back.href);
  return { auth, tokens: await auth.completeAuthorizationCodeGrant(answer.get('code'), redirect) };
}

const { auth, tokens } = await signIn();
done('signed in');

let refreshed = 0;
const client = sdk.createClient({
  baseUrl: url,
  logger: quiet,
  accessToken: tokens.access_token,
  refreshToken: tokens.refresh_token,
  oauthClientId: clientId,
  onTokenRefresh: () => {
    refreshed += 1;
  },
  userId: (await whoami(tokens.access_token)).user_id,
  deviceId: auth.context.deviceId,
});
await client.startClient({ initialSyncLimit: 1, pollTimeout: 500 });
await new Promise((resolved) => client.on(sdk.ClientEvent.Sync, (state) => state === 'SYNCING' && resolved()));
done('syncs');

// Tokens of this server end after two seconds.
while (refreshed < 2) await new Promise((resolved) => client.once(sdk.ClientEvent.Sync, resolved));
const { device_id: deviceId } = await client.whoami();
if (deviceId !== auth.context.deviceId) throw new Error(deviceId);
done('refreshed twice');

client.stopClient();
await auth.revokeToken(client.getRefreshToken(), 'refresh_token');
if ((await fetch(`${url}/_matrix/client/v3/account/whoami`, bearer(client.getAccessToken()))).status !== 401)
  throw new Error('the session goes on');
done('revoked');

const device = new OAuth2(metadata, { clientId }, quiet);
const session = await device.startDeviceAuthorizationGrant();
await browser.link(session.user_code);
const linked = await device.waitForDeviceAuthorizationGrant(session);
if ((await whoami(linked.access_token)).device_id !== device.context.deviceId) throw new Error('another device');
done('device grant');
process.exit(0);

function bearer(token) {
  return { headers: { authorization: `Bearer ${token}` } };
}

async function whoami(token) {
  return (await fetch(`${url}/_matrix/client/v3/account/whoami`, bearer(token))).json();
}
