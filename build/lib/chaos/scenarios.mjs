// What is done to the nodes. Each scenario answers what it has measured in ms ({ lastYes, fence, recover }, each time) and what was
// asked of it ([{ text, met }]).
import { pause, until } from './calls.mjs';

const patience = 1200; // the lease and its margin
const slack = 300; // the round trips before and after it
const locks = 3000; // for so long a node that was stopped in the midst of a change keeps others waiting
const recovery = 2000;

const asks = (text, met) => ({ text, met });
const asksOfMachine = (text, met) => ({ text, met, isOfMachine: true }); // who has little of it may miss this
const within = (values, most) => values.length > 0 && values.every((value) => value <= most);

/** Does it several times, with tokens being ended all the while. Answers what each time has measured, by name. */
async function repeated(stage, times, body) {
  const measured = {};
  let isOver = false;
  const ending = stage.onslaught.revoke({ atOnce: 2, isOver: () => isOver });
  try {
    for (let time = 0; time < times; time++) {
      await pause(300);
      for (const [name, value] of Object.entries(await body(time))) (measured[name] ??= []).push(value);
    }
  } finally {
    isOver = true;
    await ending;
  }
  return measured;
}

/** The first change that a lost node delays: how long it takes, and whether its receipt has that node as fenced and all others not. */
async function revokeWithout(stage) {
  const began = performance.now();
  const receipt = await stage.onslaught.revokeOne();
  const fence = performance.now() - began;
  const states = (receipt?.nodes ?? []).map(({ state }) => state).sort().join();
  const others = stage.nodes.up.map(() => 'acknowledged');

  // Who had to wait for a lock of the lost node comes after somebody else has fenced it, and has it to wait for no more.
  return { fence, isNamed: states === [...others, 'fenced'].join() || (fence > patience + slack && states === others.join()) };
}

const delayedAsAgreed = ({ fence, isNamed }, more = 0) => [
  asksOfMachine(`revoked without it within ${patience} ms${more ? `, ${more} ms for its locks` : ''} and the round trips`, within(fence, patience + more + slack)),
  asksOfMachine('its receipt says fenced', isNamed.every(Boolean)),
];

/** Asks a node with a good token until told to end; answers all that it was answered. */
function watch(stage, node) {
  const answers = [];
  let isOver = false;
  const asking = (async () => {
    while (!isOver) {
      const { status, startedAt } = await stage.onslaught.judge(node, stage.canary);
      answers.push({ status, startedAt, took: performance.now() - startedAt });
      await pause(5);
    }
  })();
  return { answers, end: () => ((isOver = true), asking) };
}

/** How long after it was lost a node said yes last, before it was found again; and whether it refused in the right way from then on. */
function whileLost(answers, lostAt, foundAt) {
  const meanwhile = answers.filter(({ startedAt, took }) => startedAt > lostAt && startedAt + took < foundAt);
  const yes = meanwhile.filter(({ status }) => status === 200).map(({ startedAt }) => startedAt - lostAt);
  const no = meanwhile.filter(({ status }) => status !== 200);
  return { lastYes: Math.max(0, ...yes), isRefused: no.length > 0 && no.every(({ status }) => status === 503), isQuick: no.every(({ took }) => took < patience) };
}

const refusedAsAgreed = ({ lastYes, isRefused, isQuick }) => [
  asks('503 within 1.2 s', within(lastYes, patience) && isRefused.every(Boolean)), asksOfMachine('each answered as soon', isQuick.every(Boolean)),
];

const saysYes = (stage, node) => until(async () => (await stage.onslaught.judge(node, stage.canary)).status === 200);

async function atRandom(stage) {
  await stage.onslaught.revoke({ atOnce: 3, most: stage.most });
  const { unavailable, unanswered } = stage.onslaught.tally;
  return { asked: [asksOfMachine('every request answered', unavailable + unanswered === 0)] };
}

async function atRest(stage) {
  stage.onslaught.calm(true);
  await pause(500);
  const tally = stage.onslaught.count();
  await stage.onslaught.revoke({ atOnce: 1, most: stage.most / 10 });
  stage.onslaught.calm(false);
  return { asked: [asksOfMachine('p50 < 30 ms', tally.p(0.5) < 30), asksOfMachine('p99 < 150 ms', tally.p(0.99) < 150)] };
}

async function stopped(stage) {
  const node = stage.nodes.all.at(-1);
  const measured = await repeated(stage, stage.times, async () => {
    await saysYes(stage, node);
    node.isUp = false;
    node.host.kill('SIGSTOP');
    try {
      const lost = await revokeWithout(stage);
      await pause(500); // more are ended meanwhile, and whoever asks this node waits
      node.host.kill('SIGCONT');
      return { ...lost, recover: await saysYes(stage, node) };
    } finally {
      node.host.kill('SIGCONT');
      node.isUp = true;
    }
  });
  return { ...measured, asked: delayedAsAgreed(measured, locks) }; // several may hold locks in a row
}

async function killed(stage) {
  const measured = await repeated(stage, Math.ceil(stage.times / 2), async () => {
    const node = stage.nodes.all.at(-1);
    stage.nodes.remove(node);
    node.host.kill('SIGKILL');
    const lost = await revokeWithout(stage);
    await node.host.stop();
    const next = await stage.nodes.join({ proxied: true });
    return { ...lost, recover: next.host.readySeconds * 1000 };
  });
  return { ...measured, asked: delayedAsAgreed(measured) };
}

async function cutOff(stage) {
  const node = stage.nodes.all.find(({ proxy }) => proxy);
  const measured = await repeated(stage, stage.times, async () => {
    await saysYes(stage, node);
    const watched = watch(stage, node);
    await pause(100);
    node.isUp = false;
    node.proxy.cut();
    const cutAt = performance.now();
    const lost = await revokeWithout(stage);
    await pause(500);
    const healedAt = performance.now();
    node.proxy.heal();
    const recover = await until(() => watched.answers.some(({ status, startedAt }) => status === 200 && startedAt > healedAt));
    node.isUp = true;
    await watched.end();
    return { ...lost, ...whileLost(watched.answers, cutAt, healedAt), recover };
  });
  return {
    ...measured,
    asked: [...delayedAsAgreed(measured), ...refusedAsAgreed(measured), asks('back by itself', within(measured.recover, Infinity))],
  };
}

async function databaseRestarted(stage) {
  const measured = await repeated(stage, Math.ceil(stage.times / 2), async (time) => {
    const watched = stage.nodes.all.map((node) => watch(stage, node));
    await pause(200);
    const start = await stage.postgres.end(time % 2 === 0 ? 'SIGQUIT' : 'SIGINT');
    const lostAt = performance.now();
    await pause(1500);
    const startedAt = performance.now();
    await start();
    const upAt = performance.now();
    const yes = () => watched.every(({ answers }) => answers.some(({ status, startedAt: asked }) => status === 200 && asked > startedAt));
    const back = await Promise.all([until(yes), until(() => stage.onslaught.revokeOne())]);
    const recover = back.includes(undefined) ? undefined : performance.now() - upAt;
    await Promise.all(watched.map(({ end }) => end()));
    const lost = watched.map(({ answers }) => whileLost(answers, lostAt, startedAt));
    return { lastYes: Math.max(...lost.map(({ lastYes }) => lastYes)), isRefused: lost.every(({ isRefused }) => isRefused), isQuick: lost.every(({ isQuick }) => isQuick), recover };
  });
  return {
    ...measured,
    asked: [...refusedAsAgreed(measured), asks('recovered', within(measured.recover, Infinity)), asksOfMachine('recovered within 2 s', within(measured.recover, recovery))],
  };
}

async function joinsAndLeaves(stage) {
  const measured = await repeated(stage, Math.ceil(stage.times / 2), async () => {
    const node = await stage.nodes.join();
    await saysYes(stage, node);
    await pause(700);
    node.isUp = false;
    await node.host.stop();
    stage.nodes.remove(node);
    return { recover: node.host.readySeconds * 1000 };
  });
  const isNobodyFenced = stage.onslaught.tally.receipts.every((nodes) => nodes.every(({ state }) => state === 'acknowledged'));
  return { ...measured, asked: [asksOfMachine('no receipt says fenced', isNobodyFenced)] };
}

export const scenarios = [
  { name: 'three nodes, tokens ended at random', run: atRandom },
  { name: 'three nodes, seldom asked', run: atRest },
  { name: 'a node stopped (SIGSTOP), then continued', run: stopped },
  { name: 'a node killed (SIGKILL), another one started', run: killed },
  { name: 'a node cut from the database, then not', run: cutOff },
  { name: 'PostgreSQL crashed and restarted', run: databaseRestarted },
  { name: 'a fourth node joining and leaving', run: joinsAndLeaves },
];
