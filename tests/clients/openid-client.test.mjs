// The npm library `openid-client`, as a web application's back end would use it.
import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { after, before, test } from "node:test";

import { Client } from "../support/client.mjs";
import { Visitor, signIn } from "../support/forms.mjs";
import { Server } from "../support/server.mjs";

// Node 18 keeps it in a module.
globalThis.crypto ??= webcrypto;
const oidc = await import("openid-client");

const PASSWORD = "Lantern-Meadow-52";
let server, client, pool, person;

before(async () => {
  server = await Server.start();
  client = await Client.start();
  pool = await server.api.pool("Library");
  person = await server.api.user(pool, {
    username: "ada",
    email: "ada@example.com",
    email_verified: true,
    nickname: "Ada",
    password: PASSWORD,
  });
});

after(async () => {
  await client?.stop();
  await server?.stop();
});

function register(members) {
  return server.api.application(pool, {
    name: "Library desk",
    type: "web",
    enabled: true,
    redirect_uris: [client.callback],
    post_logout_redirect_uris: [client.goodbye],
    ...members,
  });
}

function discover(application, authentication) {
  return oidc.discovery(
    new URL(pool.issuer),
    application.id,
    undefined,
    authentication(application.client_secret),
    { execute: [oidc.allowInsecureRequests] },
  );
}

/** Code flow with PKCE, state and nonce through the hosted pages; answers tokens and the visitor. */
async function walk(config) {
  const verifier = oidc.randomPKCECodeVerifier();
  const expectedState = oidc.randomState();
  const expectedNonce = oidc.randomNonce();
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: client.callback,
    scope: "openid profile email",
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state: expectedState,
    nonce: expectedNonce,
  });
  const visitor = new Visitor();
  const back = await signIn(visitor, url, { identifier: "ada", password: PASSWORD });
  const tokens = await oidc.authorizationCodeGrant(config, back, {
    pkceCodeVerifier: verifier,
    expectedState,
    expectedNonce,
    idTokenExpected: true,
  });
  return { tokens, visitor };
}

const METHODS = [
  ["none", { type: "native" }, () => oidc.None()],
  ["client_secret_basic", {}, (secret) => oidc.ClientSecretBasic(secret)],
  ["client_secret_post", { token_endpoint_auth_method: "client_secret_post" }, (secret) => oidc.ClientSecretPost(secret)],
];

for (const [name, members, authentication] of METHODS) {
  test(`openid-client with ${name}: code, userinfo, refresh, logout`, async () => {
    const config = await discover(await register(members), authentication);
    const { tokens, visitor } = await walk(config);
    assert.equal(tokens.claims().sub, person.id);

    const info = await oidc.fetchUserInfo(config, tokens.access_token, person.id);
    assert.equal(info.email, "ada@example.com");
    assert.equal(info.email_verified, true);

    const renewed = await oidc.refreshTokenGrant(config, tokens.refresh_token);
    assert.notEqual(renewed.refresh_token, tokens.refresh_token);
    assert.equal((await oidc.fetchUserInfo(config, renewed.access_token, person.id)).sub, person.id);

    const goodbye = await visitor.open(
      oidc
        .buildEndSessionUrl(config, {
          id_token_hint: tokens.id_token,
          post_logout_redirect_uri: client.goodbye,
          state: "seen",
        })
        .toString(),
    );
    assert.equal(goodbye.left?.toString(), `${client.goodbye}?state=seen`);
    await assert.rejects(oidc.refreshTokenGrant(config, renewed.refresh_token), { error: "invalid_grant" });
  });
}

test("openid-client: a machine gets a token for itself", async () => {
  const application = await register({ type: "m2m", redirect_uris: [], post_logout_redirect_uris: [] });
  const config = await discover(application, (secret) => oidc.ClientSecretBasic(secret));
  const tokens = await oidc.clientCredentialsGrant(config);
  assert.equal(tokens.token_type, "bearer");
  assert.equal(tokens.refresh_token, undefined);
});

test("openid-client: a code is worth one exchange", async () => {
  const config = await discover(await register(), (secret) => oidc.ClientSecretBasic(secret));
  const verifier = oidc.randomPKCECodeVerifier();
  const expectedState = oidc.randomState();
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: client.callback,
    scope: "openid",
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state: expectedState,
  });
  const back = await signIn(new Visitor(), url, { identifier: "ada", password: PASSWORD });
  const redeem = () => oidc.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier, expectedState });
  const tokens = await redeem();
  await assert.rejects(redeem(), { error: "invalid_grant" });
  await assert.rejects(oidc.refreshTokenGrant(config, tokens.refresh_token), { error: "invalid_grant" });
});
