// What one client does over and over: registers somebody, redeems codes, renews tokens, changes the
// password. Every answer goes into the ledger; a lost one is remembered as such and, where the
// protocol promises it, asked for again.
import { randomBytes } from "node:crypto";

import { Visitor } from "../support/forms.mjs";

const password = () => `Lantern-${randomBytes(6).toString("hex")}-Aa1`;
const chance = (share) => Math.random() < share;

/** The connection broke before the answer: nobody knows what happened. */
class Lost extends Error {}

export class Life {
  constructor(index, shop, ledger, door) {
    this.shop = shop;
    this.ledger = ledger;
    this.door = door;
    this.address = `10.0.0.${index + 1}`;
    this.serial = 0;
    this.name = `person${index}`;
  }

  async live() {
    while (!this.door.over) {
      await this.door.up;
      try {
        await this.one();
      } catch (error) {
        if (error instanceof Lost) continue;
        this.ledger.findings.push(`${this.name}: ${error.message}`);
        return;
      }
    }
  }

  /** A call whose answer may be lost. */
  async try(work) {
    await this.door.up;
    try {
      return await work();
    } catch (error) {
      if (error.cause) throw new Lost();
      throw error;
    }
  }

  async one() {
    const visitor = new Visitor({ "x-forwarded-for": this.address });
    const person = this.ledger.person(`${this.name}x${++this.serial}`, password());
    const request = this.shop.request();

    const page = await this.try(async () => {
      const signIn = await visitor.open(request.url);
      const link = signIn.html.match(/href="([^"]*\/register[^"]*)"/)[1];
      return visitor.open(new URL(link.replaceAll("&amp;", "&"), signIn.url).toString());
    });
    const back = await this.try(() =>
      visitor.submit(page, {
        username: person.username,
        password: person.passwords[0],
        confirm_password: person.passwords[0],
      }),
    );
    if (!back.left) throw new Error(`not registered (${back.status}): ${back.text.slice(0, 300)}`);
    person.registered = true;

    await this.redeem(person, back.left, request);
    for (let round = 0; round < 4 && !this.door.over; round++) {
      await this.renew(person);
      if (chance(0.5)) await this.changePassword(person, visitor);
      if (chance(0.5)) await this.silent(person, visitor);
    }
  }

  /** Signs in without a question; the new code is redeemed twice. */
  async silent(person, visitor) {
    const request = this.shop.request({ prompt: "none" });
    const page = await this.try(() => visitor.open(request.url));
    if (!page.left?.searchParams.has("code")) {
      throw new Error(`the sign-in of ${person.username} is gone: ${page.left ?? page.text.slice(0, 200)}`);
    }
    await this.redeem(person, page.left, request, { again: chance(0.3) });
  }

  /** Redeems a code. Its second use must be refused, and ends what the first one gave. */
  async redeem(person, address, request, { again = false } = {}) {
    const code = address.searchParams.get("code");
    const exchange = async () => {
      const answer = await this.shop.redeem(address, request);
      if (answer.status === 200) this.ledger.accept(code);
      return answer;
    };
    const first = await this.try(exchange);
    if (first.status !== 200) throw new Error(`a fresh code was refused: ${JSON.stringify(first)}`);
    if (again) {
      await this.try(exchange);
    } else {
      person.families.push([first.refresh_token]);
    }
  }

  /** Renews the newest token of a family; a lost answer is asked for again and must come. */
  async renew(person) {
    for (const family of person.families) {
      const token = family.at(-1);
      let answer;
      for (let attempt = 0; answer === undefined; attempt++) {
        try {
          answer = await this.try(() => this.shop.refresh(token));
        } catch (error) {
          if (!(error instanceof Lost) || attempt === 5) throw error;
          this.ledger.recovered++;
        }
      }
      if (answer.status !== 200) throw new Error(`a live refresh token was refused: ${JSON.stringify(answer)}`);
      this.ledger.refreshes++;
      family.push(answer.refresh_token);
    }
  }

  /** Changes the password, which ends every family of tokens. */
  async changePassword(person, visitor) {
    const next = password();
    const [current] = person.passwords;
    if (person.passwords.length > 1) return;
    const page = await this.try(() => visitor.open(`${this.shop.issuer}/account/security/password`));
    if (!page.has("submit", "password", "new_password")) {
      throw new Error(`no way to change the password at ${page.url} (${page.status}): ${page.text.slice(0, 200)}`);
    }
    try {
      const done = await this.try(() =>
        visitor.submit(page, { password: current, new_password: next, confirm_password: next }),
      );
      if (done.status !== 200) throw new Error(`the password did not change (${done.status}): ${done.text.slice(0, 300)}`);
      person.passwords = [next];
      person.changes.known++;
      person.ended.push(...person.families.splice(0));
    } catch (error) {
      if (error instanceof Lost) {
        // Whether the families ended is not known either.
        person.families = [];
        person.passwords.push(next);
        person.changes.lost++;
      }
      throw error;
    }
  }
}
