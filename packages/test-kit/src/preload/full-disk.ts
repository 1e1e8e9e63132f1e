// Loaded into a process before its own code (`node --import`): while the file DISK_FULL_FILE exists, its databases cannot
// grow. SQLite's own limit does what a full disk does, on every machine.
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';

const UNLIMITED = 2 ** 30;
const POLL_MS = 20;
const file = process.env.DISK_FULL_FILE ?? '';
const open = new Set<Database.Database>();
// eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its connection below
const { pragma } = Database.prototype;

// Every connection sets some pragma when it is opened.
Database.prototype.pragma = function remember(this: Database.Database, ...args: Parameters<typeof pragma>) {
  open.add(this);
  return pragma.apply(this, args);
};

let full = false;
setInterval(() => {
  if (existsSync(file) === full) return;
  full = !full;
  // The smallest that SQLite allows is the size there is.
  for (const db of open) if (db.open && !db.readonly) pragma.call(db, `max_page_count = ${full ? 1 : UNLIMITED}`);
}, POLL_MS).unref();
