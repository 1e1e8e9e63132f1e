import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';

/** Suffixes of the files of a database. */
const COMPANIONS = ['', '-wal', '-shm'];

/** `mkdirSync` with `recursive` never returns where the kernel reports ENOENT instead of EACCES, as in /proc. */
export function makeFolders(folder: string): void {
  if (existsSync(folder)) return;
  makeFolders(dirname(folder));
  mkdirSync(folder);
}

/** Renames the files of a database; returns the new path. */
export function setAside(path: string, reason: string, now: number): string {
  const aside = `${path}.${reason}-${timestamp(now)}`;
  for (const companion of COMPANIONS) {
    if (existsSync(path + companion)) renameSync(path + companion, aside + companion);
  }
  return aside;
}

/** `20260103T020000Z` */
export function timestamp(now: number): string {
  return new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

/** A rename is durable once its folder is. */
export function syncFolder(path: string): void {
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
