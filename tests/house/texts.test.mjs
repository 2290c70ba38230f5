// The texts that people read and the code that names them agree.
import assert from "node:assert/strict";
import { test } from "node:test";

import { doubled_texts, loud_texts, missing_texts, texts, unused_texts } from "./texts.mjs";
import { files, told } from "./tree.mjs";

const tree = files();
const listed = JSON.parse(tree.find(({ path }) => path === "tests/house/texts.json").text);

const catalog = { path: "text/en/a.json", text: '{\n  "error.a.known": "It is known.",\n  "column.name": "Name"\n}\n' };
const code = (text) => ({ path: "src/features/a/a.cpp", text });

test("the check sees a refusal without a sentence", () => {
  const found = missing_texts([
    catalog,
    code('return err(refuse("a.unknown"));\nreturn err(fail(ErrorCode::io, "a.known"));\nrefuse("b." + x)'),
  ]);
  assert.equal(found.length, 2, told(found));
});
test("the check sees a page that names a text that is not there", () => {
  const page = { path: "web/index.html", text: "<p>{{column.name}} {{column.gone}}</p>" };
  const script = {
    path: "web/src/a.svelte",
    text: "<p>{say('column.name')} {say('column.gone')} {say(`column.${x}`)}</p>",
  };
  assert.equal(missing_texts([catalog, page, script]).length, 2);
});
test("every key that the code names has its text", () => assert.equal(told(missing_texts(tree)), ""));

test("the check sees a doubled key", () => {
  assert.equal(doubled_texts([catalog, { path: "text/en/b.json", text: '{\n  "column.name": "Name"\n}' }]).length, 1);
});
test("no key is written twice", () => assert.equal(told(doubled_texts(tree)), ""));

test("the check sees a text that nothing uses", () => {
  const found = unused_texts([catalog, code('refuse("a.known")')], { made_from_data: { "role\\..*": "gone" } });
  assert.equal(found.length, 2, told(found));
  assert.deepEqual(
    unused_texts([catalog, code('refuse("a.known"); Sentence("column." + name)')], { made_from_data: {} }),
    [],
  );
});
test("every text is used", () => assert.equal(told(unused_texts(tree, listed)), ""));

test("the check sees a loud text", () => {
  assert.equal(loud_texts([{ path: "text/en/a.json", text: '{\n"a": "Oops, that failed!"\n}' }]).length, 1);
});
test("every text is calm", () => assert.equal(told(loud_texts(tree)), ""));

test("every catalog is read whole", () => {
  for (const { path, text } of tree.filter((file) => /^text\/[^/]+\/.*\.json$/.test(file.path))) {
    const [, language] = path.split("/");
    assert.equal(
      texts([{ path, text }], language).length,
      Object.keys(JSON.parse(text)).length,
      `${path}: one entry a line, each key once`,
    );
  }
});
