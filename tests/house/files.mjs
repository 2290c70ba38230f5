// Rules for single files: an opening comment, telling names, lines that fit, no foreign hosts, American spelling.

/** How a file of this kind opens its first comment; undefined where the format has no comments or needs none. */
function opening(path) {
  if (path.includes("/testdata/")) return undefined; // its bytes are the point
  const name = path.split("/").at(-1);
  const ending = name.includes(".") ? name.split(".").at(-1) : "";
  // A room's CMakeLists.txt that is nothing but its library says so itself.
  if (name === "CMakeLists.txt") return /^(#|chiron_library\()/;
  if (["cpp", "h", "c", "S", "mjs", "js", "ts"].includes(ending)) return /^(\/\/|\/\*)/;
  if (ending === "svelte" || ending === "html") return /^(<!--|<!doctype html>\s*<!--)/i;
  if (ending === "css") return /^\/\*/;
  // One statement a file: its name says what it is for (find_job.sql). Migrations are longer and say it.
  if (ending === "sql") return path.includes("/sql/") ? undefined : /^--/;
  if (["cmake", "sh", "packages", "pin", "service", "toml", "yml", "yaml", "py"].includes(ending)) return /^(#|\[#)/;
  if (["Makefile", ".gitignore", ".editorconfig", ".clang-format"].includes(name) && name !== ".gitignore") return /^#/;
  if ((path.startsWith("scripts/") || path.startsWith(".ci/")) && ending === "") return /^#/;
  return undefined;
}

/** The first comment's first paragraph; reasons may follow it after an empty comment line. */
function first_comment(text) {
  const lines = text.split("\n");
  const block = lines[0].match(/^(\/\*|<!--)/);
  if (block) {
    const end = lines.findIndex((line) => line.includes(block[1] === "/*" ? "*/" : "-->"));
    return lines.slice(0, end + 1);
  }
  const mark = lines[0].match(/^(\/\/|--|#)/)?.[1];
  const end = lines.findIndex((line) => !line.startsWith(mark) || line.trim() === mark);
  return lines.slice(0, end < 0 ? lines.length : end);
}

export function without_opening(files) {
  const findings = [];
  for (const { path, text } of files) {
    const expected = opening(path);
    if (!expected || !text.trim()) continue;
    const body = text
      .replace(/^#!.*\n/, "")
      .replace(/^<!doctype html>\s*/i, "")
      .replace(/^\uFEFF/, "");
    if (!expected.test(body)) {
      findings.push({
        where: path,
        rule: "it does not open with a comment.",
        remedy: "Say in one to five lines what it is for.",
      });
    } else if (!path.endsWith("CMakeLists.txt") && first_comment(body).length > 5) {
      findings.push({
        where: path,
        rule: `its opening comment has ${first_comment(body).length} lines.`,
        remedy: "Say it in five; longer reasons stand beside what they explain.",
      });
    }
  }
  return findings;
}

const empty_names = /(^|[_.-])(util|utils|common|helper|helpers|manager|misc|stuff)([_.-]|$)/i;

export function empty_named(files) {
  return files
    .filter(({ path }) => path.split("/").some((part) => empty_names.test(part)))
    .map(({ path }) => ({
      where: path,
      rule: "its name says nothing.",
      remedy: "Name the one concept it holds; split it if there are several.",
    }));
}

export function long_lines(files, limit = 120) {
  const kinds = /\.(cpp|h|mjs|ts|js|svelte|css|sql|cmake|sh|service)$|CMakeLists\.txt$|^Makefile$|^scripts\/[a-z_]+$/;
  return files
    .filter(({ path }) => kinds.test(path))
    .flatMap(({ path, text }) =>
      text.split("\n").flatMap((line, index) =>
        [...line].length > limit
          ? [
              {
                where: `${path}:${index + 1}`,
                rule: `the line has ${[...line].length} characters, ${limit} fit.`,
                remedy: "Break it where it reads well.",
              },
            ]
          : [],
      ),
    );
}

/** Hosts of package registries: whoever builds behind a mirror must not meet them. Written so as not to find itself. */
const registry_hosts = [
  ["deb", "debian", "org"],
  ["security", "debian", "org"],
  ["ftp", "debian", "org"],
  ["snapshot", "debian", "org"],
  ["registry", "npmjs", "org"],
  ["registry", "yarnpkg", "com"],
  ["nodejs", "org/dist"],
  ["nodesource", "com"],
  ["proxy", "golang", "org"],
  ["pypi", "org"],
  ["crates", "io"],
  ["unpkg", "com"],
  ["jsdelivr", "net"],
].map((parts) => parts.join("."));

export function foreign_hosts(files) {
  return files.flatMap(({ path, text }) => {
    const findings = registry_hosts
      .filter((host) => text.includes(host))
      .map((host) => ({
        where: path,
        rule: `it names the registry ${host}.`,
        remedy: "Leave the host to the machine's configuration.",
      }));
    if (path.endsWith("package-lock.json") && /"resolved": "http/.test(text)) {
      findings.push({
        where: path,
        rule: "it records download addresses.",
        remedy: "Make it again with omit-lockfile-registry-resolved=true in .npmrc.",
      });
    }
    return findings;
  });
}

export function british_words(files, { words, exceptions }) {
  const pattern = new RegExp(`\\b(${Object.keys(words).join("|")})[a-z]*`, "gi");
  return files
    .filter(({ path }) => !/spelling\.json$|package-lock\.json$|^LICENSE$/.test(path))
    .flatMap(({ path, text }) =>
      text.split("\n").flatMap((line, index) =>
        [...line.matchAll(pattern)]
          .filter(
            ([found]) =>
              !exceptions.some((one) => [path, "*"].includes(one.path) && found.toLowerCase().startsWith(one.word)),
          )
          .map(([found, start]) => ({
            where: `${path}:${index + 1}`,
            rule: `"${found.trim()}" is British.`,
            remedy: `Write "${words[start.toLowerCase()].trim()}…", or say why not in tests/house/spelling.json.`,
          })),
      ),
    );
}
