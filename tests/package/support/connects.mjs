// Asks for an address again and again, from inside a machine: `node connects.mjs URL`.
// Prints "asking" when the first answer has come; when its standard input ends, it waits for what
// is open and prints {"asked": N, "answers": {"200": N, …}}.
const everyMs = 5;  // 200 a second
const url = process.argv[2];
const answers = {};
const open = new Set();
let asked = 0;

async function ask() {
  asked += 1;
  const what = await fetch(url).then(async (answer) => {
    await answer.text();
    return answer.status;
  }, (error) => error.cause?.code ?? error.message);
  answers[what] = (answers[what] ?? 0) + 1;
}

await ask();
console.log("asking");
const timer = setInterval(() => {
  const one = ask().finally(() => open.delete(one));
  open.add(one);
}, everyMs);
process.stdin.resume().on("end", async () => {
  clearInterval(timer);
  await Promise.all(open);
  console.log(JSON.stringify({ asked, answers }));
});
