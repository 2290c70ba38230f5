// A coordinator at a real browser: with the mouse, or with the keyboard alone. Counts what they decide; used by the
// journey's test and by the script that takes the handbook's pictures.

/**
 * What counts as a decision, said in this one place: pressing something that chooses or confirms (a button, a radio
 * button, an answer of a list, a choice of files). What does not: following a link, opening what is folded, and typing
 * what one has and does not choose (one's own or somebody's address, a code that one reads off an app).
 */
export class Coordinator {
  decisions = [];
  constructor(page, { keyboard = false } = {}) {
    Object.assign(this, { page, keyboard });
  }

  /** Presses a control that chooses or confirms. */
  async decide(what, control) {
    this.decisions.push(what);
    await this.#press(control);
  }
  /** Chooses files, all at once. */
  async decide_files(what, control, files) {
    this.decisions.push(what);
    const chooser = this.page.waitForEvent("filechooser");
    await this.#press(control);
    await (await chooser).setFiles(files);
  }
  /** Goes somewhere by a link of the page. */
  follow = (link) => this.#press(link);
  /** Types what one has. */
  async type(field, text) {
    if (!this.keyboard) return field.fill(text);
    await this.#reach(field);
    await this.page.keyboard.type(text);
  }

  async #press(control) {
    if (!this.keyboard) return control.click();
    await this.#reach(control);
    const by_space = await control.evaluate((element) => element.matches("input, button"));
    await this.page.keyboard.press(by_space ? "Space" : "Enter");
  }
  /** Tab until the control has the focus; from the top once more if it lies behind. */
  async #reach(control) {
    await control.waitFor();
    const element = await control.elementHandle();
    const has_focus = () => element.evaluate((each) => each === document.activeElement);
    for (let tries = 0; tries < 300; ++tries) {
      if (await has_focus()) return;
      await this.page.keyboard.press("Tab");
    }
    throw new Error(`Tab does not reach ${control}`);
  }
}

const day = (ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
const csv = (name, lines) => ({ name, mimeType: "text/csv", buffer: Buffer.from([...lines, ""].join("\n")) });
const given = ["Ada", "Bo", "Cy", "Dee", "Eli", "Fay", "Gus", "Hal", "Ida", "Jo"];
const family = ["Onu", "Ray", "Sol", "Tor", "Uno", "Vik"];
const name = (n) => `${given[n % given.length]},${family[Math.floor(n / given.length)]}`;

/**
 * A small school: 40 interns with a schedule, 24 educators, a panel, and a list of the pairs there are, two of whom mix
 * help with judging. `files` to choose in a browser; what must be found in them.
 */
export function small_school(mail_host = "north.edu") {
  const person = (id, called) => ({ id, name: called, mail: `${id.toLowerCase()}@${mail_host}` });
  const interns = Array.from({ length: 40 }, (_, n) => person(`L${n + 1}`, name(n)));
  const educators = Array.from({ length: 24 }, (_, n) => person(`E${n + 1}`, name(59 - n)));
  const ready = `${day(-60)},${day(-60)}`;
  const head = "id,given_name,family_name,email,kind,cohort,unit,capacity,trained_on,declared_on,Gender,Locker";
  const people = [
    head,
    ...interns.map((each, n) => `${each.id},${each.name},${each.mail},learner,Interns,Ward ${1 + (n % 4)},,,,x,${n}`),
    ...educators.map(
      (each, n) => `${each.id},${each.name},${each.mail},educator,,Clinic ${1 + (n % 6)},2,${ready},x,${n}`,
    ),
  ];
  const blocks = Array.from({ length: 6 }, (_, n) => `${day(-30 + n * 28)} to ${day(-30 + n * 28 + 27)}`);
  const schedule = [
    ["id", ...blocks].join(","),
    ...interns.map((each, n) => [each.id, ...blocks.map((_, block) => `Ward ${1 + ((n + block) % 4)}`)].join(",")),
  ];
  // Two who sit on the interns' panel mentor an intern.
  const members = ["E1", "E2", "E24"].map((each) => `${each},cohort:Interns,${day(-90)},${day(400)}`);
  const pairs = [
    "learner,educator,role,from,to",
    ...Array.from({ length: 12 }, (_, n) => `L${n + 1},E${n + 1},mentor,${day(-40)},${day(200)}`),
  ];
  return {
    files: [
      csv("people.csv", people),
      csv("block_schedule.csv", schedule),
      csv("panel.csv", ["member,panel,from,to", ...members]),
      csv("last_years_pairs.csv", pairs),
    ],
    interns,
    educators,
    mixed: 2,
    paired: 12,
  };
}
