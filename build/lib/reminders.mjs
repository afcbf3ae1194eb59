// What it takes to remind of 10,000 tokens that end on one day, each owned by another person, and to hand the mails over.
import net from 'net';
import { environmentOf, signIn } from './calls.mjs';
import { Failure } from './command.mjs';
import { runHostCommand, startHost, temporaryFolder } from './host.mjs';

const ending = 10_000;
const operator = 'operator@demo.example';

/** A mail server on loopback that counts mails by their Message-ID, and times the first and the last. Plain SMTP as RFC 5321 has it. */
async function startSmtp() {
  const seen = new Map();
  const times = [];
  const server = net.createServer((socket) => {
    let [buffer, inData] = ['', false];
    socket.setNoDelay(true).setEncoding('utf8').write('220 loopback\r\n');
    socket.on('error', () => {});
    socket.on('data', (text) => {
      buffer += text;
      for (;;) {
        const end = buffer.indexOf(inData ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + (inData ? 5 : 2));
        if (inData) {
          const id = /^Message-ID: (.*)$/im.exec(line)?.[1];
          seen.set(id, (seen.get(id) || 0) + 1);
          times.push(Date.now());
        }
        const isData = !inData && /^DATA/i.test(line);
        socket.write(isData ? '354 go on\r\n' : '250 ok\r\n');
        inData = isData;
      }
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: server.address().port, seen, times, stop: () => server.close() };
}

async function until(what, ask, seconds = 300) {
  for (const began = Date.now(); Date.now() - began < seconds * 1000; ) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Failure(`${what} took more than ${seconds} s.`);
}

/** Answers { database, tokens, jobSeconds, writtenSeconds, mailSeconds, rate, again }: what came more than once. */
export async function measureReminders(database, connection) {
  const [data, smtp] = [temporaryFolder(), await startSmtp()];
  const env = {
    ...environmentOf(database, connection),
    Bootstrap__OperatorEmail: operator,
    Bootstrap__OperatorPassword: 'demo-password',
    PublicUrl: 'https://platform.example',
    Smtp__Host: '127.0.0.1',
    Smtp__Port: String(smtp.port),
    Smtp__Security: 'None',
    Smtp__From: 'platform@platform.example',
  };
  await runHostCommand(data, ['seed', '--people', String(ending), '--ending-tokens', String(ending)], { env, minutes: 30 });
  const host = await startHost(data, { env });
  try {
    const call = await signIn(host.url, operator);
    const runs = async (name) => (await call('GET', '/instance/jobs')).items.find((job) => job.name === name).runs;
    const reminded = await until('Reminding', async () => (await runs('tokens-remind')).find((run) => run.items === ending));
    await call('POST', '/instance/jobs/outbox/run');
    const known = (await runs('outbox')).length;
    const delivered = await until('Delivering', async () => (await runs('outbox')).slice(0, -known || undefined).find((run) => !run.error));
    await until('Mailing', () => smtp.seen.size === ending);
    const [first, last] = [smtp.times[0], smtp.times[smtp.times.length - 1]];
    const began = Date.parse(reminded.startedAt);
    const mailSeconds = (last - first) / 1000;
    return {
      database,
      tokens: ending,
      jobSeconds: reminded.milliseconds / 1000,
      writtenSeconds: (Date.parse(delivered.startedAt) + delivered.milliseconds - began) / 1000,
      mailSeconds,
      rate: ending / mailSeconds,
      again: smtp.times.length - ending,
    };
  } finally {
    await host.stop();
    smtp.stop();
  }
}
