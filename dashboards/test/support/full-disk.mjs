// Loaded into a process before its own code (`node --import`): while the file DISK_FULL_FILE exists, its databases cannot
// grow. SQLite's own limit does what a full disk does, on every machine.
import { existsSync } from 'node:fs';
import { setInterval } from 'node:timers';
import Database from 'better-sqlite3';

const UNLIMITED = 2 ** 30;
const open = new Set();
const { pragma } = Database.prototype;

// Every connection sets some pragma when it is opened.
Database.prototype.pragma = function remember(...args) {
  open.add(this);
  return pragma.apply(this, args);
};

let full = false;
setInterval(() => {
  if (existsSync(process.env.DISK_FULL_FILE) === full) return;
  full = !full;
  // The smallest that SQLite allows is the size there is.
  for (const db of open) if (db.open && !db.readonly) pragma.call(db, `max_page_count = ${full ? 1 : UNLIMITED}`);
}, 20).unref();
