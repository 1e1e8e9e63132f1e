/** `work` whose errors are reported: nobody else would see those of event handlers. */
export function guarded<Parameters extends unknown[]>(
  work: (...parameters: Parameters) => void,
  onProblem: (error: unknown) => void,
): (...parameters: Parameters) => void {
  return (...parameters) => {
    try {
      work(...parameters);
    } catch (error) {
      onProblem(error);
    }
  };
}
