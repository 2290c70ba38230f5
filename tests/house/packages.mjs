// Holds the packages that the project installs against docs/dependencies.md.

/** Everything that is installed from Debian or npm: {name, path}. */
export function packages(files) {
  return files.flatMap(({ path, text }) => {
    if (/^packaging\/[a-z]+\.packages$/.test(path)) {
      return text
        .split("\n")
        .map((line) => line.replace(/#.*/, "").trim())
        .filter(Boolean)
        .map((name) => ({ name, path }));
    }
    if (path === "packaging/node.pin") {
      return text
        .split("\n")
        .filter((line) => line && !line.startsWith("#"))
        .map((line) => ({ name: line.split(" ")[0], path }));
    }
    if (/^(web|tests)\/package\.json$/.test(path)) {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(text);
      return Object.keys({ ...dependencies, ...devDependencies }).map((name) => ({ name, path }));
    }
    return [];
  });
}

/** Packages without a row of reasons: it starts with the name in backquotes and has four filled cells. */
export function unexplained(files) {
  const document = files.find(({ path }) => path === "docs/dependencies.md")?.text ?? "";
  const rows = document
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return packages(files)
    .filter(
      ({ name }) =>
        !rows.some(
          (cells) => cells[0].split(", ").includes(`\`${name}\``) && cells.length === 4 && cells.every(Boolean),
        ),
    )
    .map(({ name, path }) => ({
      where: path,
      rule: `${name} has no reason in docs/dependencies.md.`,
      remedy: "Add a row: package, what for, why not our own, license.",
    }));
}

/** Rows about packages that nobody installs any more. */
export function forgotten(files) {
  const installed = new Set(packages(files).map(({ name }) => name));
  const document = files.find(({ path }) => path === "docs/dependencies.md")?.text ?? "";
  return document.split("\n").flatMap((line, index) => {
    const names =
      line
        .match(/^\| ((?:`[^`]+`(?:, )?)+) \|/)?.[1]
        .split(", ")
        .map((name) => name.replaceAll("`", "")) ?? [];
    return names
      .filter((name) => !installed.has(name))
      .map((name) => ({
        where: `docs/dependencies.md:${index + 1}`,
        rule: `nothing installs ${name}.`,
        remedy: "Delete the row.",
      }));
  });
}

export function unpinned(files) {
  return files
    .filter(({ path }) => /^(web|tests)\/package\.json$/.test(path))
    .flatMap(({ path, text }) => {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(text);
      return Object.entries({ ...dependencies, ...devDependencies })
        .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
        .map(([name, version]) => ({
          where: path,
          rule: `${name} is not pinned (${version}).`,
          remedy: "Name one exact version.",
        }));
    });
}
