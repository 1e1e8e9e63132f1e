/**
 * Finishes and checks the copy of a database, on a thread of its own: reading all of it takes seconds. Posts the problems
 * that `integrity_check` found. JavaScript, because Node itself loads it, in tests as well.
 */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

const db = new Database(workerData.path, { fileMustExist: true });
db.pragma('journal_mode = DELETE');
db.prepare("UPDATE metadata SET value = '1' WHERE key = 'clean_shutdown'").run();
const problems = db.pragma('integrity_check(10)').map((row) => row.integrity_check);
db.close();
parentPort.postMessage(problems);
