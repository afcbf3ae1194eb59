import { describe, expect, it, vi } from 'vitest';
import { createSession } from './session';
import type { SignInAnswer } from './types';

const ORIGIN = 'http://platform.test';
const RIVERSIDE = { id: 'org-1', slug: 'riverside', name: 'Riverside' };
const HARBOR = { id: 'org-2', slug: 'harbor', name: 'Harbor' };

function answer(accessToken: string, organization = RIVERSIDE): SignInAnswer {
  return {
    accessToken,
    tokenType: 'Bearer',
    expiresIn: 86400,
    refreshToken: null,
    organization,
    organizations: [RIVERSIDE, HARBOR],
    person: { id: 'p-1', name: 'Ana', email: 'ana@riverside.test' },
    isOperator: false,
    support: null,
  };
}

const json = (status: number, body: unknown = {}) => new Response(JSON.stringify(body), { status });
const isRefresh = (request: Request) => new URL(request.url).pathname === '/api/v1/auth';
const call = () => new Request(`${ORIGIN}/api/v1/me`);

function session(fetch: (request: Request) => Promise<Response>, remembered: string | null = null) {
  let organization = remembered;
  return createSession({
    fetch,
    exclusively: (run) => run(),
    remembered: {
      get: () => organization,
      set: (id) => {
        organization = id;
      },
    },
    origin: ORIGIN,
  });
}

describe('send', () => {
  it('adds the credential and the organization', async () => {
    const fetch = vi.fn(async (_: Request) => json(200));
    const subject = session(fetch);
    subject.signIn(answer('first'));
    await subject.send(call());
    const sent = fetch.mock.calls[0]?.[0];
    expect(sent?.headers.get('Authorization')).toBe('Bearer first');
    expect(sent?.headers.get('Organization-ID')).toBe('org-1');
  });

  it('refreshes once on a 401 and tries again, body and all', async () => {
    const bodies: string[] = [];
    const subject = session(async (request) => {
      if (isRefresh(request)) return json(200, answer('second'));
      bodies.push(await request.text());
      return json(request.headers.get('Authorization') === 'Bearer second' ? 200 : 401);
    });
    subject.signIn(answer('first'));
    const response = await subject.send(
      new Request(`${ORIGIN}/api/v1/people`, { method: 'POST', body: '{"a":1}' }),
    );
    expect(response.status).toBe(200);
    expect(bodies).toEqual(['{"a":1}', '{"a":1}']);
  });

  it('shares one refresh between calls that fail at the same time', async () => {
    let refreshes = 0;
    const subject = session(async (request) => {
      if (isRefresh(request)) {
        refreshes++;
        return json(200, answer('second'));
      }
      return json(request.headers.get('Authorization') === 'Bearer second' ? 200 : 401);
    });
    subject.signIn(answer('first'));
    const responses = await Promise.all([1, 2, 3].map(() => subject.send(call())));
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(refreshes).toBe(1);
  });

  it('never repeats a call in another organization', async () => {
    const subject = session(async (request) =>
      isRefresh(request)
        ? json(200, answer('second', HARBOR))
        : json(request.headers.get('Authorization') === 'Bearer second' ? 200 : 401),
    );
    subject.signIn(answer('first'));
    expect((await subject.send(call())).status).toBe(401);
    expect(subject.get()).toMatchObject({ status: 'signed-in', organization: HARBOR });
  });

  it('signs out when the refresh is refused', async () => {
    const subject = session(async () => json(401));
    subject.signIn(answer('first'));
    expect((await subject.send(call())).status).toBe(401);
    expect(subject.get().status).toBe('signed-out');
  });

  it.each([403, 404, 429, 500, 503])('stays signed in on a %d', async (status) => {
    const subject = session(async () => json(status));
    subject.signIn(answer('first'));
    await subject.send(call());
    expect(subject.get().status).toBe('signed-in');
  });

  it('stays signed in when the refresh finds the server down', async () => {
    const subject = session(async (request) => json(isRefresh(request) ? 503 : 401));
    subject.signIn(answer('first'));
    await expect(subject.send(call())).rejects.toThrow();
    expect(subject.get().status).toBe('signed-in');
  });
});

describe('a call that wants a second factor', () => {
  it('is refused without signing anybody out', async () => {
    const subject = session(async (request) =>
      isRefresh(request) ? json(200, answer('second')) : json(401, { code: 'mfa-required' }),
    );
    subject.signIn(answer('first'));
    expect((await subject.send(call())).status).toBe(401);
    expect(subject.get().status).toBe('signed-in');
  });
});

describe('resume', () => {
  it('asks for the organization that the tab worked in', async () => {
    let asked: unknown;
    const subject = session(async (request) => {
      asked = await request.json();
      return json(200, answer('first', HARBOR));
    }, 'org-2');
    await subject.resume();
    expect(asked).toEqual({ organizationId: 'org-2' });
    expect(subject.get()).toMatchObject({ status: 'signed-in', organization: HARBOR });
  });

  it('takes any organization where the remembered one is lost', async () => {
    const subject = session(async (request) => {
      const body = (await request.json()) as { organizationId?: string };
      return body.organizationId ? json(403, { code: 'organization-mismatch' }) : json(200, answer('first'));
    }, 'org-9');
    expect((await subject.resume()).status).toBe('signed-in');
  });

  it('is signed out where no organization lets it in', async () => {
    const subject = session(async () => json(403, { code: 'organization-mismatch' }), 'org-1');
    expect((await subject.resume()).status).toBe('signed-out');
  });

  it('is signed out without a cookie', async () => {
    const subject = session(async () => json(401));
    expect((await subject.resume()).status).toBe('signed-out');
  });
});

describe('switchOrganization', () => {
  it('stays where it is when the other one wants a second factor', async () => {
    const subject = session(async () => json(401, { code: 'mfa-required', secondFactor: 'enrolment' }));
    subject.signIn(answer('first'));
    await expect(subject.switchOrganization('org-2')).rejects.toThrow();
    expect(subject.get()).toMatchObject({ status: 'signed-in', organization: RIVERSIDE });
  });

  it('stays where it is when the other one is closed', async () => {
    const subject = session(async () => json(403, { code: 'organization-suspended' }));
    subject.signIn(answer('first'));
    await expect(subject.switchOrganization('org-2')).rejects.toThrow();
    expect(subject.get()).toMatchObject({ status: 'signed-in', organization: RIVERSIDE });
  });
});

describe('leaveOrganization', () => {
  it('goes to wherever the account is at home', async () => {
    const bodies: string[] = [];
    const support = { id: 'entry-1', reason: 'Lost tokens', until: '2031-03-01T10:00:00Z' };
    const subject = session(async (request) => {
      bodies.push(await request.text());
      return json(200, { ...answer('second'), organization: null, person: null });
    });
    subject.signIn({ ...answer('first', HARBOR), support });
    expect(subject.get()).toMatchObject({ organization: HARBOR, support });
    await subject.leaveOrganization();
    expect(bodies).toEqual(['{}']);
    expect(subject.get()).toMatchObject({ organization: null, support: null });
  });
});
