/** Panels the simulated mesh has nothing for, `<uid>/<panel id>`, and why they are right to be empty. None at present. */
export const emptyInTheSimulatedMesh: Readonly<Record<string, string>> = {};
