// A browser without a screen: keeps cookies, follows redirects within one site, and fills forms by
// the names of their inputs. Enough to walk through the hosted pages from a script.

const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

function decode(text) {
  return text.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name) => {
    if (!name.startsWith("#")) return NAMED[name] ?? whole;
    const code = name[1] === "x" ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
    return String.fromCodePoint(code);
  });
}

function attributes(tag) {
  const found = {};
  for (const [, name, , double, single, bare] of tag.matchAll(
    /([\w:-]+)(\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g,
  )) {
    found[name.toLowerCase()] ??= decode(double ?? single ?? bare ?? "");
  }
  return found;
}

/** One page that came back, with its forms. */
export class Page {
  constructor(url, status, headers, html) {
    this.url = url;
    this.status = status;
    this.headers = headers;
    this.html = html;
  }

  get forms() {
    return [...this.html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(([, head, body]) => {
      const about = attributes(head);
      const inputs = [...body.matchAll(/<input\b([^>]*)>/gi)].map(([, tag]) => attributes(tag));
      const buttons = [...body.matchAll(/<button\b([^>]*)>/gi)].map(([, tag]) => attributes(tag));
      return {
        action: new URL(about.action || this.url, this.url).toString(),
        method: (about.method ?? "get").toUpperCase(),
        inputs,
        buttons,
      };
    });
  }

  /** The form with a button of that id that holds all the named inputs. */
  form(button, names = []) {
    return this.forms.find(
      (form) =>
        form.buttons.some((it) => it.id === button) &&
        names.every((name) => form.inputs.some((it) => it.name === name)),
    );
  }

  has(button, ...names) {
    return this.form(button, names) !== undefined;
  }

  /** What a person reads, roughly. */
  get text() {
    const body = this.html.replace(/<(script|style|head)\b[\s\S]*?<\/\1>/gi, "");
    return decode(body.replace(/<[^>]+>/g, " ")).replace(/\s+/g, " ").trim();
  }
}

/** A person with a cookie jar. */
export class Visitor {
  constructor(headers = {}) {
    this.headers = { "accept-language": "en", accept: "text/html", ...headers };
    this.cookies = new Map();
  }

  /** Opens a page. Stops at a redirect that leaves the site: its address is then the page's `left`. */
  async open(url) {
    return this.#follow("GET", url);
  }

  /** Fills in a form and presses the button with that id. */
  async submit(page, fields, button = "submit") {
    const form = page.form(button, Object.keys(fields));
    if (!form) {
      throw new Error(
        `${page.url} (${page.status}) has no form with #${button} and ${Object.keys(fields)}: ${page.text.slice(0, 400)}`,
      );
    }
    const data = new URLSearchParams();
    for (const input of form.inputs) {
      if (!input.name || ["submit", "button", "image"].includes(input.type)) continue;
      if (["checkbox", "radio"].includes(input.type) && !("checked" in input) && !(input.name in fields)) continue;
      if (data.has(input.name) && input.type === "radio") continue;
      data.append(input.name, fields[input.name] ?? input.value ?? (input.type === "checkbox" ? "on" : ""));
    }
    const pressed = form.buttons.find((it) => it.id === button);
    if (pressed.name) data.append(pressed.name, pressed.value ?? "");
    if (form.method === "GET") {
      const target = new URL(form.action);
      target.search = data.toString();
      return this.#follow("GET", target.toString());
    }
    return this.#follow("POST", pressed.formaction ? new URL(pressed.formaction, page.url).toString() : form.action, data, page.url);
  }

  async #follow(method, url, body, referrer) {
    const home = new URL(url).origin;
    for (let hops = 0; hops < 20; hops++) {
      const answer = await fetch(url, {
        method,
        redirect: "manual",
        headers: {
          ...this.headers,
          ...(this.cookies.size > 0 && {
            cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
          }),
          ...(body && { "content-type": "application/x-www-form-urlencoded", origin: home, "sec-fetch-site": "same-origin" }),
          ...(referrer && { referer: referrer }),
        },
        body: body?.toString(),
      });
      this.#keep(answer.headers.getSetCookie());
      const html = await answer.text();
      const location = answer.headers.get("location");
      if (answer.status < 300 || answer.status >= 400 || !location) {
        return new Page(url, answer.status, answer.headers, html);
      }
      url = new URL(location, url).toString();
      if (new URL(url).origin !== home) {
        const page = new Page(url, answer.status, answer.headers, "");
        page.left = new URL(url);
        return page;
      }
      method = "GET";
      body = undefined;
    }
    throw new Error(`Too many redirects at ${url}`);
  }

  #keep(lines) {
    for (const line of lines) {
      const [pair, ...about] = line.split(";").map((it) => it.trim());
      const at = pair.indexOf("=");
      const name = pair.slice(0, at);
      const over = about.some((it) => /^max-age=(0|-\d+)$/i.test(it));
      if (over) this.cookies.delete(name);
      else this.cookies.set(name, pair.slice(at + 1));
    }
  }
}

/**
 * Signs in at an authorization address and allows what is asked, until the browser is sent back
 * to the application; answers that address.
 */
export async function signIn(visitor, authorizeUrl, { identifier, password }) {
  let page = await visitor.open(authorizeUrl.toString());
  for (let step = 0; step < 6 && !page.left; step++) {
    if (page.has("submit", "identifier", "password")) {
      if (step > 0) throw new Error(`Refused: ${page.text.slice(0, 400)}`);
      page = await visitor.submit(page, { identifier, password });
    } else if (page.has("allow")) {
      page = await visitor.submit(page, {}, "allow");
    } else {
      throw new Error(`Nothing to do at ${page.url} (${page.status}): ${page.text.slice(0, 400)}`);
    }
  }
  if (!page.left) throw new Error(`Never sent back: ${page.url}`);
  return page.left;
}
