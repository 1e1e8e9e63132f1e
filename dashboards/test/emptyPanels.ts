/** Panels the simulated mesh has nothing for, `<uid>/<panel id>`, and why they are right to be empty. */
export const emptyInTheSimulatedMesh: Readonly<Record<string, string>> = {
  'mesh-security/11': 'Every simulated node has a good key and a name of its own, and keeps both.',
};
