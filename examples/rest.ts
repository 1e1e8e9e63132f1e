/**
 * REST with fetch: every link of the mesh, page by page, weakest first.
 *
 *     MESH_URL=http://127.0.0.1:8080 API_TOKEN=… npx tsx examples/rest.ts
 */
interface Link {
  fromId: string;
  toId: string;
  kind: string;
  snr: number | null;
}
interface Page {
  data: Link[];
  /** Absent on the last page. */
  nextCursor?: string;
}

const { MESH_URL = 'http://127.0.0.1:8080', API_TOKEN } = process.env;
const headers = API_TOKEN === undefined ? {} : { Authorization: `Bearer ${API_TOKEN}` };

async function fetchLinks(): Promise<Link[]> {
  const links: Link[] = [];
  const url = new URL('/api/links', MESH_URL);
  for (;;) {
    const response = await fetch(url, { headers });
    // Errors are {code, message}; the message says what is allowed.
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    const { data, nextCursor } = (await response.json()) as Page;
    links.push(...data);
    if (nextCursor === undefined) return links;
    url.searchParams.set('cursor', nextCursor);
  }
}

const measured = (await fetchLinks()).filter((link) => link.snr !== null);
measured.sort((a, b) => Number(a.snr) - Number(b.snr));
for (const { fromId, toId, snr } of measured) console.log(`${fromId} → ${toId}  ${snr} dB`);
