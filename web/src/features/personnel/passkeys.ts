/** True where this browser can make and present passkeys (WebAuthn Level 3, with its JSON forms). */
export const passkeysSupported = () =>
  typeof PublicKeyCredential !== 'undefined' &&
  'parseCreationOptionsFromJSON' in PublicKeyCredential &&
  'parseRequestOptionsFromJSON' in PublicKeyCredential;

/** The person closed the browser's dialog, or it ran out of time; nothing has happened. */
export class PasskeyCancelled extends Error {}

export async function createPasskey(options: unknown): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as PublicKeyCredentialCreationOptionsJSON,
  );
  return toJson(await asked(navigator.credentials.create({ publicKey })));
}

export async function presentPasskey(options: unknown): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as PublicKeyCredentialRequestOptionsJSON,
  );
  return toJson(await asked(navigator.credentials.get({ publicKey })));
}

async function asked(ceremony: Promise<Credential | null>): Promise<Credential> {
  try {
    const credential = await ceremony;
    if (credential) return credential;
  } catch (error) {
    if (!(error instanceof DOMException) || !['NotAllowedError', 'AbortError'].includes(error.name))
      throw error;
  }
  throw new PasskeyCancelled();
}

const toJson = (credential: Credential): unknown => (credential as PublicKeyCredential).toJSON();
