/** How imports are resolved: as Node.js does, by the `exports` of each package; libraries are not followed. */
export const options = {
  doNotFollow: { path: ['node_modules', '/dist/'] },
  tsConfig: { fileName: 'tsconfig.base.json' },
  enhancedResolveOptions: {
    exportsFields: ['exports'],
    conditionNames: ['types', 'import', 'node', 'default'],
    extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.json', '.d.ts'],
  },
};
