// Reads every include and every CMake link under src against src/arrows.json.

/**
 * "src/features/people/person.h" -> {floor, room, path}; room is "features/people", the floor for base and app,
 * and "features/views/home" for a screen, which is a room of its own.
 */
export function place_of(path) {
  const [top, floor, first, second] = path.split("/");
  if (top !== "src" || first === undefined) return undefined;
  const room = floor === "features" && first === "views" ? `views/${second}` : first;
  return { floor, room: floor === "base" || floor === "app" ? floor : `${floor}/${room}`, path };
}

/** Why one room may not use another, or undefined if it may. */
export function refusal(arrows, from, to) {
  if (from.room === to.room) return undefined;
  if (arrows.floors[to.floor] === undefined) {
    return { rule: `there is no floor "${to.floor}".`, remedy: "Floors are listed in src/arrows.json." };
  }
  if (arrows.floors[from.floor].below.includes(to.floor)) return undefined;
  if (from.floor !== to.floor) {
    return {
      rule: `${from.floor} may not use ${to.floor}; arrows run downward only.`,
      remedy: "Move what both need to a lower floor, hand it in as an argument, or send an event upward.",
    };
  }
  const name = (place) => place.room.split("/")[1];
  if (from.floor === "features") {
    const [mine, theirs] = [from, to].map((place) => arrows.feature_order.indexOf(name(place)));
    if (mine >= 0 && theirs >= 0 && theirs < mine) return undefined;
    const unknown = [from, to].filter((place) => !arrows.feature_order.includes(name(place))).map(name);
    return unknown.length
      ? {
          rule: `the feature "${unknown[0]}" has no place in the order of features.`,
          remedy: "Add it to src/arrows.json.",
        }
      : {
          rule: `the feature ${name(from)} may not use ${name(to)}, which does not come before it.`,
          remedy: "Declare an event in the earlier feature and subscribe to it in src/app.",
        };
  }
  if (arrows.beside[from.room]?.[name(to)]) return undefined;
  return {
    rule: `${from.room} may not use ${to.room} beside it.`,
    remedy: "Hand the result in as a plain type, or state the arrow with its reason in src/arrows.json.",
  };
}

/** Tests, and programs for developers that print what an engine knows, may read and write. */
const is_outside = (path) => /(_test|testing|_main)\.(cpp|h)$/.test(path);

/** The includes of one file: {line, target, own} — own ones are written in quotes, from src/. */
function includes_of(file) {
  return file.text.split("\n").flatMap((line, index) => {
    const found = line.match(/^\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>)/);
    return found ? [{ line: index + 1, target: found[1] ?? found[2], own: found[1] !== undefined }] : [];
  });
}

/** Every chiron_library of the tree: {name, directory, sources, links}. */
export function libraries(files) {
  return files
    .filter(({ path }) => path.startsWith("src/") && path.endsWith("CMakeLists.txt"))
    .flatMap(({ path, text }) =>
      [...text.replace(/#.*$/gm, "").matchAll(/chiron_library\(([^)]*)\)/g)].map(([, body]) => {
        const library = { directory: path.replace(/\/[^/]*$/, ""), SOURCES: [], LINKS: [], TESTS: [], TEST_LINKS: [] };
        let list;
        for (const word of body.split(/\s+/).filter(Boolean)) {
          if (library.name === undefined) library.name = word;
          else if (Array.isArray(library[word])) list = library[word];
          else list?.push(word);
        }
        return library;
      }),
    );
}

/** Every arrow that src/arrows.json does not allow. */
export function forbidden_arrows(files, arrows) {
  const findings = [];
  const code = files.filter(({ path }) => /^src\/.*\.(cpp|h)$/.test(path));
  const by_path = new Map(code.map((file) => [file.path, { ...file, includes: includes_of(file) }]));
  const built = libraries(files);

  for (const file of by_path.values()) {
    const from = place_of(file.path);
    if (!from) continue;
    if (arrows.floors[from.floor] === undefined) {
      findings.push({
        where: file.path,
        rule: `there is no floor "${from.floor}".`,
        remedy: "Floors are listed in src/arrows.json.",
      });
      continue;
    }
    for (const { line, target, own } of file.includes) {
      if (!own || arrows.generated[target.split("/")[0]]) continue;
      const to = place_of(`src/${target}`);
      const where = `${file.path}:${line}`;
      if (!to) {
        findings.push({
          where,
          rule: `"${target}" is not written from src/.`,
          remedy: 'Write #include "floor/room/file.h".',
        });
        continue;
      }
      const refused = refusal(arrows, from, to);
      if (refused) findings.push({ where, ...refused });
    }
  }

  // Links between our own libraries follow the same arrows.
  const home = new Map(built.map((library) => [library.name, place_of(`${library.directory}/x`)]));
  for (const library of built) {
    const from = home.get(library.name);
    for (const link of library.LINKS) {
      const to = home.get(link);
      const refused = to && refusal(arrows, from, to);
      if (refused)
        findings.push({ where: `${library.directory}/CMakeLists.txt (${library.name} links ${link})`, ...refused });
    }
  }

  // Pure code reaches nothing impure, however long the chain of includes.
  const pure_roots = new Map();
  for (const file of by_path.values()) {
    const floor = place_of(file.path)?.floor;
    if (arrows.pure.floors.includes(floor) && !is_outside(file.path)) pure_roots.set(file.path, `${floor} is pure`);
  }
  for (const library of built.filter(({ name }) => name.endsWith(arrows.pure.libraries_ending))) {
    for (const source of library.SOURCES) {
      for (const path of [`${library.directory}/${source}`, `${library.directory}/${source}`.replace(/\.cpp$/, ".h")]) {
        if (by_path.has(path)) pure_roots.set(path, `${library.name} is pure`);
      }
    }
  }
  for (const [start, why] of pure_roots) {
    const seen = new Set([start]);
    const walk = (path, chain) => {
      for (const { line, target, own } of by_path.get(path)?.includes ?? []) {
        const where = `${chain[0]}${chain.length > 1 ? ` (through ${chain.slice(1).join(" > ")})` : ""}:${line}`;
        if (own) {
          const next = `src/${target}`;
          const floor = place_of(next)?.floor;
          if (floor === "platform" || floor === "app") {
            findings.push({
              where,
              rule: `${why} and may not reach ${target}.`,
              remedy: "Keep the rule apart from what stores, reads or shows it.",
            });
          } else if (!seen.has(next)) {
            seen.add(next);
            walk(next, [...chain, next]);
          }
          continue;
        }
        const banned = Object.keys(arrows.pure.forbidden_headers).find(
          (name) => target === name || (/[/]/.test(name) && target.startsWith(name)),
        );
        if (banned && !arrows.pure.excepted[path]) {
          findings.push({
            where,
            rule: `${why}, and <${target}> ${arrows.pure.forbidden_headers[banned]}.`,
            remedy: "Hand the result in as an argument.",
          });
        }
      }
    };
    walk(start, [start]);
  }
  return findings;
}

/** Source files that no CMakeLists.txt names: they are compiled by nobody. */
export function orphans(files) {
  const lists = files.filter(({ path }) => path.startsWith("src/") && path.endsWith("CMakeLists.txt"));
  return files
    .filter(({ path }) => /^src\/.*\.cpp$/.test(path))
    .filter(
      ({ path }) =>
        !lists.some((list) => {
          const directory = list.path.replace(/CMakeLists\.txt$/, "");
          return path.startsWith(directory) && list.text.includes(path.slice(directory.length));
        }),
    )
    .map(({ path }) => ({
      where: path,
      rule: "no CMakeLists.txt names it.",
      remedy: "Add it to a library's SOURCES or TESTS, or delete it.",
    }));
}
