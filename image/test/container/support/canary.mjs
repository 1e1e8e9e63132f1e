/** Stands for everything secret that may lie about in a working copy; the tests look for it in the image. */
export const CANARY = 'canary-4f1d-never-in-a-layer';
