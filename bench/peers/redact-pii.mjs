// The peer of bench_text: npm redact-pii, asked to redact every turn of the same conversations, over and over for the
// same time. Prints conversations a second.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [modules, seconds, ...files] = process.argv.slice(2);
const { SyncRedactor } = createRequire(modules + "/")("redact-pii");
const conversations = files.flatMap((file) => JSON.parse(readFileSync(file, "utf8")));
const redactor = new SyncRedactor();
const pass = () => {
  for (const conversation of conversations) for (const turn of conversation.turns) redactor.redact(turn.text);
};
pass(); // warm
const begin = process.hrtime.bigint();
let done = 0;
let elapsed = 0;
do {
  pass();
  done += conversations.length;
  elapsed = Number(process.hrtime.bigint() - begin) / 1e9;
} while (elapsed < Number(seconds));
console.log(done / elapsed);
