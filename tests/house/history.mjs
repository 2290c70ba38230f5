// The form of a commit's subject: `area: Imperative sentence.`

/** First words that look like a past tense or a participle but are none. */
const innocent = new Set([
  "Embed",
  "Feed",
  "Need",
  "Seed",
  "Speed",
  "Bring",
  "String",
  "Ring",
  "Proceed",
  "Exceed",
  "Bed",
  "Shed",
]);

export function misshapen(subjects) {
  return subjects.flatMap(({ commit, subject }) => {
    const where = `commit ${commit.slice(0, 8)} "${subject}"`;
    const found = subject.match(/^[a-z0-9][a-z0-9_./ -]*: ([A-Z][A-Za-z'-]*)\b.*[.]$/);
    if (!found)
      return [
        {
          where,
          rule: "is not written as `area: Imperative sentence.`",
          remedy: "Name the area, a colon, a sentence with its full stop.",
        },
      ];
    if (/(ed|ing)$/.test(found[1]) && !innocent.has(found[1])) {
      return [
        { where, rule: `"${found[1]}" is no imperative.`, remedy: "Say what the commit does: Add, Refuse, Show." },
      ];
    }
    return subject.length > 100
      ? [{ where, rule: `has ${subject.length} characters, 100 fit.`, remedy: "Move the detail into the body." }]
      : [];
  });
}

/** Messages that lean on something outside the repository, which a reader years later cannot look up. */
export function leaning(messages) {
  return messages.flatMap(({ commit, message }) => {
    const found = message.match(/(^|\s)#\d+\b|\bissues? \d+\b/i);
    const rule = `says "${found?.[0].trim()}".`;
    return found ? [{ where: `commit ${commit.slice(0, 8)}`, rule, remedy: "Say the reason itself." }] : [];
  });
}
