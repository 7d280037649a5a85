// The management API in a few words. Every failure is an error that holds the whole answer.

/** An answer that was not the one asked for. */
export class ApiError extends Error {
  constructor(method, path, status, body) {
    super(`${method} ${path} answered ${status}: ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
  }
}

/** One holder of a management key. */
export class Management {
  constructor(url, key) {
    this.url = url;
    this.key = key;
  }

  /** Sends one request; answers the parsed body, or throws an ApiError. */
  async request(method, path, body) {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        "accept-language": "en",
        ...(body !== undefined && {
          "content-type": method === "PATCH" ? "application/merge-patch+json" : "application/json",
        }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    const parsed = text ? JSON.parse(text) : undefined;
    if (!answer.ok) throw new ApiError(method, path, answer.status, parsed);
    return parsed;
  }

  get(path) {
    return this.request("GET", path);
  }

  post(path, body = {}) {
    return this.request("POST", path, body);
  }

  patch(path, body) {
    return this.request("PATCH", path, body);
  }

  /** Every item of a list, page after page. */
  async all(path) {
    const items = [];
    let cursor;
    do {
      const mark = path.includes("?") ? "&" : "?";
      const page = await this.get(`${path}${mark}limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
      items.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor);
    return items;
  }

  /** Makes a pool. */
  pool(name, members = {}) {
    return this.post("/pools", { name, ...members });
  }

  application(pool, members) {
    return this.post(`/pools/${pool.id}/applications`, members);
  }

  user(pool, members) {
    return this.post(`/pools/${pool.id}/users`, members);
  }

  /** The messages to one address, newest first. */
  async messages(pool, to) {
    const page = await this.get(`/pools/${pool.id}/outbox?to=${encodeURIComponent(to)}`);
    return page.items.sort((a, b) => b.at.localeCompare(a.at) || b.id.localeCompare(a.id));
  }

  /** The newest code that was sent to an address, once there are `count` messages. */
  async code(pool, to, count = 1) {
    const deadline = Date.now() + 10_000;
    while (Date.now() < deadline) {
      const messages = await this.messages(pool, to);
      if (messages.length >= count) {
        const code = messages[0].text.match(/(?<!\d)\d{4,8}(?!\d)/);
        if (!code) throw new Error(`No code in: ${messages[0].text}`);
        return code[0];
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`No message to ${to} arrived.`);
  }
}
