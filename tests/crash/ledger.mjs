// What the server acknowledged, and what it may have done without being able to say so.

/** One person as the outside knows them. */
export class Person {
  constructor(username, password) {
    this.username = username;
    /** Passwords that may be the current one: one, or two after a lost answer. */
    this.passwords = [password];
    /** The registration was answered. */
    this.registered = false;
    /** Password changes that were answered, and those whose answer was lost. */
    this.changes = { known: 0, lost: 0 };
    /** Families of refresh tokens, each a list of tokens in the order they were given. */
    this.families = [];
    /** Families that an acknowledged change of the password has ended. */
    this.ended = [];
  }
}

/** Everything that all clients saw. */
export class Ledger {
  people = [];
  /** One-time values with the number of times they were accepted. */
  accepted = new Map();
  /** Refreshes that were answered. */
  refreshes = 0;
  /** Lost answers to a refresh that came when they were asked for again. */
  recovered = 0;
  /** Broken promises noticed on the way. */
  findings = [];

  person(username, password) {
    const person = new Person(username, password);
    this.people.push(person);
    return person;
  }

  accept(value) {
    const times = (this.accepted.get(value) ?? 0) + 1;
    this.accepted.set(value, times);
    if (times > 1) this.findings.push(`a one-time code was accepted ${times} times`);
  }

  summary() {
    const registered = this.people.filter((it) => it.registered).length;
    const changes = this.people.reduce((sum, it) => sum + it.changes.known, 0);
    return [
      `${registered} registered`,
      `${this.accepted.size} codes`,
      `${changes} passwords`,
      `${this.refreshes} refreshes, ${this.recovered} of them asked for twice`,
    ].join(", ");
  }
}
