// Compares the server's data with the ledger, once everything is quiet.
import { Visitor, signIn } from "../support/forms.mjs";

/** Answers every difference as a sentence. */
export async function inspect(server, shop, ledger) {
  const findings = [];
  const { api } = server;
  const path = `/pools/${shop.pool.id}`;
  const [users, events] = [await api.all(`${path}/users`), await api.all(`${path}/audit-events`)];
  const byName = new Map(users.map((it) => [it.username, it]));
  const count = (type, user) =>
    events.filter((it) => it.type === type && it.result === "success" && it.user_id === user.id).length;

  for (const person of ledger.people) {
    const user = byName.get(person.username);
    if (!user) {
      if (person.registered) findings.push(`${person.username} registered and is gone`);
      continue;
    }
    byName.delete(person.username);
    if (count("register", user) !== 1) findings.push(`${person.username} has ${count("register", user)} register events`);
    const { known, lost } = person.changes;
    const changes = count("password_changed", user);
    if (changes < known || changes > known + lost) {
      findings.push(`${person.username}: ${changes} events for ${known} answered and ${lost} unanswered changes`);
    }
  }
  for (const name of byName.keys()) findings.push(`${name} exists and never registered`);

  await passwords(shop, ledger, findings);
  await families(server, shop, ledger, findings);
  await server.command("doctor").catch((error) => findings.push(`doctor: ${error.stdout}${error.stderr}`));
  return findings;
}

/** Everybody who was told that they have a password can sign in with it. */
async function passwords(shop, ledger, findings) {
  const works = async (identifier, password) => {
    try {
      await signIn(new Visitor({ "x-forwarded-for": "10.0.1.1" }), shop.request().url, { identifier, password });
      return true;
    } catch (error) {
      if (error.message.startsWith("Refused")) return false;
      throw error;
    }
  };
  for (const person of ledger.people.filter((it) => it.registered)) {
    let found = false;
    for (const password of person.passwords) found ||= await works(person.username, password);
    if (!found) findings.push(`${person.username} cannot sign in with an acknowledged password`);
  }
}

/**
 * What was ended stays ended. The newest token of every other family works once more; after the
 * window the first one ends it.
 */
async function families(server, shop, ledger, findings) {
  for (const family of ledger.people.flatMap((it) => it.ended)) {
    if ((await shop.refresh(family.at(-1))).status === 200) findings.push("a family outlived its end");
  }
  const living = [];
  for (const family of ledger.people.flatMap((it) => it.families)) {
    const answer = await shop.refresh(family.at(-1));
    if (answer.status === 200) living.push([...family, answer.refresh_token]);
    else findings.push(`the newest token of a family was refused: ${JSON.stringify(answer)}`);
  }
  await server.advance(60);
  for (const family of living) {
    if ((await shop.refresh(family[0])).status === 200) findings.push("a spent refresh token was accepted");
    if ((await shop.refresh(family.at(-1))).status === 200) findings.push("a reused family lived on");
  }
}
