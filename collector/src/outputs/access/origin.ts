/** Scheme, host and port in lower case; undefined for `null` and for what is more or less than an origin. */
export function normalizeOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { origin } = new URL(text);
  return origin !== 'null' && origin === text.toLowerCase() ? origin : undefined;
}

/** Whether a page of `origin` was loaded from the address in `Host`. Either scheme: a proxy may have ended the TLS connection. */
export function isSameHost(origin: string, host: string | undefined): boolean {
  return host !== undefined && ['http', 'https'].some((scheme) => normalizeOrigin(`${scheme}://${host}`) === origin);
}

/** The name in a `Host` header, without port and brackets; undefined when it is not a host. */
export function hostName(host: string): string | undefined {
  const url = `http://${host}`;
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : undefined;
}
