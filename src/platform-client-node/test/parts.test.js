import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readEvents } from '../src/feed.js';
import { FeedLease } from '../src/lease.js';
import { TokenMemory, VerifiedToken } from '../src/memory.js';
import { allows, parseScope } from '../src/scopes.js';
import { canBeToken } from '../src/token-shape.js';

const verified = (secret, changes = {}) => {
  const verdict = { valid: true, code: 'valid', organization: { id: 'o', slug: 'o', name: 'O' }, subject: { kind: 'person', id: 's', name: 'S', email: null }, tokenId: secret, scopes: [], addressBound: false };
  return new VerifiedToken(secret, { ...verdict, ...changes }, undefined, undefined, 0, 60_000);
};

test('a scope is held by itself and by what is wider', () => {
  const held = (asked, granted) => allows([granted], parseScope(asked, 'tickets'));
  for (const granted of ['tickets:read', 'tickets:*', '*:read', 'admin']) assert.ok(held('read', granted), granted);
  for (const granted of ['tickets:write', 'assets:read', 'urn:platform:tickets:1:read']) assert.ok(!held('tickets:read', granted), granted);
  assert.ok(held('urn:platform:tickets:1:read', 'urn:platform:tickets:1:read'));
  assert.ok(held('urn:platform:tickets:1:read', 'tickets:*'));
  assert.ok(!held('urn:platform:tickets:1:read', 'urn:platform:tickets:2:read'));
  for (const none of ['', 'tickets:', 'Tickets:read', 'tickets:*', 'tickets:read:more']) assert.throws(() => parseScope(none, 'tickets'), none);
});

test('a verdict from before a drop is not kept, and one that knows of it is', () => {
  const memory = new TokenMemory(2);
  memory.keep(verified('a'), 10);
  assert.equal(memory.get('a'), undefined, 'the feed has not begun');
  memory.reset(10);
  memory.keep(verified('a'), 9);
  assert.equal(memory.get('a'), undefined);
  memory.keep(verified('a'), 10);
  assert.ok(memory.get('a'));
  memory.drop({ revision: 12, kind: 'token', id: 'a' });
  assert.equal(memory.get('a'), undefined);
  memory.keep(verified('a'), 11);
  assert.equal(memory.get('a'), undefined);
  memory.keep(verified('a'), 12);
  assert.ok(memory.get('a'));
  memory.keep(verified('b'), 12);
  assert.ok(memory.get('a'));
  memory.keep(verified('c'), 12);
  assert.deepEqual([memory.size, memory.get('b')], [2, undefined], 'what was used last stays');
  memory.drop({ revision: 13, kind: 'something new' });
  assert.equal(memory.get('a'), undefined);
});

test('the lease goes by both clocks', () => {
  let [monotonic, wall] = [0, 1e12];
  const lease = new FeedLease({ monotonic: () => monotonic, wall: () => wall });
  assert.equal(lease.isHeld, false);
  const pass = (milliseconds) => ([monotonic, wall] = [monotonic + milliseconds, wall + milliseconds]);
  pass(300);
  lease.renew(0);
  pass(699);
  assert.ok(lease.isHeld);
  pass(1);
  assert.equal(lease.isHeld, false);
  lease.renew(monotonic);
  wall += 2000;
  assert.equal(lease.isHeld, false, 'the machine was suspended');
});

test('what can be no token is not asked for', () => {
  assert.ok(canBeToken('pts_QRSTUVWXYZabcdefghijklmnopqrstuvwxyz0SXxQG'));
  assert.ok(!canBeToken('pts_QRSTUVWXYZabcdefghijklmnopqrstuvwxyz0SXxQH'));
  assert.ok(!canBeToken('nonsense'));
  assert.ok(canBeToken('eyJhbGciOiJFUzI1NiJ9.e30.c2ln'));
});

test('events are read whole, however they are cut', async () => {
  const text = 'event: reset\ndata: {"revision":1}\n\nevent: heartbeat\nid: 1\ndata: {"revision":1,"elapsed":0}\n\n';
  const chunks = [...text].map((letter) => new TextEncoder().encode(letter));
  const events = [];
  for await (const event of readEvents(ReadableStream.from(chunks))) events.push(event);
  assert.deepEqual(events, [{ event: 'reset', data: '{"revision":1}' }, { event: 'heartbeat', data: '{"revision":1,"elapsed":0}' }]);
});
