// An application on a port of its own: sends people to sign in (code with PKCE) and redeems what
// comes back. By hand, so that a test sees every byte; the real libraries have their own suite.
import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";

const random = () => randomBytes(32).toString("base64url");

/** A web server that people are sent back to. */
export class Client {
  static async start() {
    const client = new Client();
    client.server = createServer((request, response) => {
      const { pathname } = new URL(request.url, "http://localhost");
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end(
        `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Shop</title><h1>${
          pathname === "/callback" ? "Welcome back" : "Shop"
        }</h1></html>`,
      );
    });
    await new Promise((resolve) => client.server.listen(0, "127.0.0.1", resolve));
    client.url = `http://localhost:${client.server.address().port}`;
    client.callback = `${client.url}/callback`;
    client.goodbye = `${client.url}/goodbye`;
    return client;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
}

/** One registered application at one pool. */
export class Registration {
  constructor(pool, application, client) {
    this.issuer = pool.issuer;
    this.application = application;
    this.client = client;
  }

  /** A fresh authorization request: its address and what belongs to it. */
  request(extra = {}) {
    const verifier = random();
    const state = random();
    const nonce = random();
    const url = new URL(`${this.issuer}/oauth2/authorize`);
    url.search = new URLSearchParams({
      response_type: "code",
      client_id: this.application.id,
      redirect_uri: this.client.callback,
      scope: "openid profile email",
      state,
      nonce,
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
      ...extra,
    });
    return { url: url.toString(), verifier, state, nonce };
  }

  /** Redeems the code of the address that a person was sent back to. */
  async redeem(address, request) {
    const back = new URL(address);
    if (back.searchParams.get("state") !== request.state) throw new Error(`Wrong state in ${address}`);
    if (back.searchParams.get("iss") !== this.issuer) throw new Error(`Wrong iss in ${address}`);
    const code = back.searchParams.get("code");
    if (!code) throw new Error(`No code in ${address}`);
    return this.token({
      grant_type: "authorization_code",
      code,
      redirect_uri: this.client.callback,
      code_verifier: request.verifier,
    });
  }

  /** Asks the token endpoint; answers its body, with the status in `status`. */
  async token(parameters) {
    const { id, client_secret: secret } = this.application;
    const answer = await fetch(`${this.issuer}/oauth2/token`, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        ...(secret && { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}` }),
      },
      body: new URLSearchParams(secret ? parameters : { client_id: id, ...parameters }).toString(),
    });
    return { status: answer.status, ...(await answer.json()) };
  }

  refresh(refreshToken) {
    return this.token({ grant_type: "refresh_token", refresh_token: refreshToken });
  }

  async userinfo(accessToken) {
    const answer = await fetch(`${this.issuer}/oauth2/userinfo`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    return { status: answer.status, ...(await answer.json().catch(() => ({}))) };
  }
}

/** The claims of a token, unchecked. */
export function claims(token) {
  return JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString());
}
