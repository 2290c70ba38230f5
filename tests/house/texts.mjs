// Holds text/en against the code: every key that the code names exists, every text is used, none is written twice.

/** The texts as {key, text, path, line}; doubled keys appear twice, which JSON.parse would hide. */
export function texts(files, language = "en") {
  return files
    .filter(({ path }) => path.startsWith(`text/${language}/`) && path.endsWith(".json"))
    .flatMap(({ path, text }) =>
      text.split("\n").flatMap((line, index) => {
        const found = line.match(/^\s*"((?:[^"\\]|\\.)+)"\s*:\s*"((?:[^"\\]|\\.)*)"/);
        return found ? [{ key: found[1], text: JSON.parse(`"${found[2]}"`), path, line: index + 1 }] : [];
      }),
    );
}

const is_program = ({ path }) =>
  /^(src\/.*\.(cpp|h)|web\/src\/.*\.(ts|svelte|js)|web\/[a-z]+\.html)$/.test(path) &&
  !/(_test\.cpp|\.test\.ts|testing\.(cpp|h))$/.test(path);

const without_comments = (text) => text.replace(/^\s*\/\/.*$/gm, (line) => " ".repeat(line.length));

const line_of = (text, offset) => text.slice(0, offset).split("\n").length;

/** Keys that the code names outright: {key, prefix: is more put behind it?, where}. */
export function named_keys(files) {
  const forms = [
    [/\brefuse\(\s*"([^"]+)"(\s*\+)?/g, "error."],
    [/\bfail\(\s*(?:ErrorCode::\w+|[a-z_]+)\s*,\s*"([^"]+)"(\s*\+)?/g, "error."],
    [/\bError\{\s*(?:\.code\s*=\s*)?ErrorCode::\w+\s*,\s*(?:\.key\s*=\s*)?"([^"]+)"(\s*\+)?/g, "error."],
    [/\b(?:Sentence|Word)[({]\s*"([^"]+)"(\s*\+)?/g, ""],
    [/\bcatalog(?:\(\)|_)?\.(?:format|pattern)\(\s*"([^"]+)"(\s*\+)?/g, ""],
  ];
  const page_forms = [[/\{\{([\w.]+)\}\}/g, ""]]; // in HTML, filled when it is built
  const script_forms = [[/\bsay\(\s*['"]([^'"\n]+)['"](\s*\+)?/g, ""]];
  const forms_of = (path) => (path.endsWith(".html") ? page_forms : path.startsWith("web/") ? script_forms : forms);
  return files.filter(is_program).flatMap(({ path, text }) => {
    const code = without_comments(text);
    // A key has a room and a name: "date.malformed", or "date." with more put behind it.
    const is_key = (found) => /^[a-z_]+\.[a-z0-9_.]*$/.test(found[1]);
    return forms_of(path).flatMap(([form, prefix]) =>
      [...code.matchAll(form)].filter(is_key).map((found) => ({
        key: prefix + found[1],
        prefix: found[2] !== undefined,
        where: `${path}:${line_of(code, found.index)}`,
      })),
    );
  });
}

export function missing_texts(files) {
  const all = texts(files);
  const keys = new Set(all.map(({ key }) => key));
  return named_keys(files)
    .filter(({ key, prefix }) => (prefix ? !all.some((one) => one.key.startsWith(key)) : !keys.has(key)))
    .map(({ key, prefix, where }) => ({
      where,
      rule: prefix ? `no text begins with "${key}".` : `there is no text "${key}".`,
      remedy: "Write it in text/en/<room>.json: the place, the rule and the remedy.",
    }));
}

export function doubled_texts(files) {
  const first = new Map();
  return texts(files).flatMap(({ key, path, line }) => {
    const where = `${path}:${line}`;
    if (!first.has(key)) {
      first.set(key, where);
      return [];
    }
    return [{ where, rule: `"${key}" is already in ${first.get(key)}.`, remedy: "Keep one." }];
  });
}

/** Texts that no string of the program spells out, or begins: "column." and "column.{}.title" count as beginnings. */
export function unused_texts(files, { made_from_data }) {
  const literals = new Set();
  const patterns = new Set();
  for (const { text } of files.filter(is_program)) {
    for (const [, key] of text.matchAll(/\{\{([\w.]+)\}\}/g)) literals.add(key); // words put into HTML when it is built
    for (const [, double, single, back] of without_comments(text).matchAll(
      /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`([^`]*)`/g,
    )) {
      const literal = double ?? single ?? back;
      literals.add(literal);
      if (/^[a-z_]+\.$|^[a-z_]+\.[a-z_.]*\.$/.test(literal)) patterns.add(literal.replaceAll(".", "\\.") + ".+");
      else if (/^[a-z_]+\..*(\{\}|\$\{[^}]*\})/.test(literal)) {
        patterns.add(
          literal
            .split(/\{\}|\$\{[^}]*\}/)
            .map((part) => part.replace(/[.*+?^$()|[\]\\{}]/g, "\\$&"))
            .join("[a-z0-9_.-]+"),
        );
      }
    }
  }
  const made = Object.keys(made_from_data).map((pattern) => ({
    pattern,
    expression: new RegExp(`^${pattern}$`),
    used: false,
  }));
  const ready = [...patterns].map((pattern) => new RegExp(`^(error\\.)?${pattern}$`));
  const findings = [];
  for (const { key, path, line } of texts(files)) {
    if (literals.has(key) || literals.has(key.replace(/^error\./, "")) || ready.some((one) => one.test(key))) continue;
    const listed = made.find(({ expression }) => expression.test(key));
    if (listed) {
      listed.used = true;
      continue;
    }
    findings.push({
      where: `${path}:${line}`,
      rule: `nothing uses "${key}".`,
      remedy: "Delete it, or list it with its reason in tests/house/texts.json.",
    });
  }
  for (const { pattern, used } of made) {
    if (!used)
      findings.push({
        where: "tests/house/texts.json",
        rule: `"${pattern}" lists nothing that needs listing.`,
        remedy: "Delete it.",
      });
  }
  return findings;
}

/** Sentences are calm: no exclamation marks, no blame. */
export function loud_texts(files) {
  return texts(files)
    .filter(({ text }) => /!|\b(oops|sorry|illegal|you failed)\b/i.test(text))
    .map(({ key, path, line }) => ({
      where: `${path}:${line}`,
      rule: `"${key}" is loud or blames.`,
      remedy: "Say the place, the rule and the remedy in plain words.",
    }));
}
