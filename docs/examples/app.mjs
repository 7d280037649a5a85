// A whole application that signs people in, without a library: authorization code, PKCE, userinfo.
//   node docs/examples/app.mjs ISSUER CLIENT_ID [CLIENT_SECRET]
// It is an example of the protocol; a real one uses a library that checks the ID token as well.
import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";

const [issuer, clientId, clientSecret] = process.argv.slice(2);
const callback = "http://localhost:3000/callback";
const endpoints = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
const started = new Map(); // state → verifier of a sign-in under way

const random = () => randomBytes(32).toString("base64url");

/** Sends the browser to sign in. The cookie binds the answer to this browser. */
function begin(response) {
  const [state, verifier] = [random(), random()];
  started.set(state, verifier);
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: callback,
    response_type: "code",
    scope: "openid profile email",
    state,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  response.writeHead(303, {
    location: `${endpoints.authorization_endpoint}?${query}`,
    "set-cookie": `state=${state}; Path=/; HttpOnly; SameSite=Lax`,
  });
  response.end();
}

/** Redeems the code, and asks who it was. */
async function finish(request, answer) {
  const state = answer.get("state");
  const verifier = started.get(state);
  started.delete(state);
  const ours = request.headers.cookie?.split("; ").includes(`state=${state}`);
  if (!verifier || !ours || answer.get("iss") !== issuer) {
    return "This answer does not belong to a sign-in that began here.";
  }
  if (answer.has("error")) return `Not signed in: ${answer.get("error")}`;
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
  const tokens = await fetch(endpoints.token_endpoint, {
    method: "POST",
    headers: clientSecret ? { authorization: `Basic ${basic}` } : {},
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code: answer.get("code"),
      redirect_uri: callback,
      code_verifier: verifier,
      ...(clientSecret ? {} : { client_id: clientId }),
    }),
  }).then((it) => it.json());
  if (tokens.error) return `No tokens: ${tokens.error}: ${tokens.error_description}`;
  const person = await fetch(endpoints.userinfo_endpoint, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  }).then((it) => it.json());
  return `Signed in as ${JSON.stringify(person, null, 2)}`;
}

createServer(async (request, response) => {
  const url = new URL(request.url, callback);
  if (url.pathname === "/") return begin(response);
  if (url.pathname !== "/callback") return response.writeHead(204).end();
  const text = await finish(request, url.searchParams).catch((error) => `It failed: ${error.message}`);
  response.writeHead(200, { "content-type": "text/plain; charset=utf-8" }).end(text);
}).listen(3000, "127.0.0.1", () => console.log("Open http://localhost:3000/"));
