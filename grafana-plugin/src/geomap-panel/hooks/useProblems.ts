import { useCallback, useState } from 'react';
import { t } from '@grafana/i18n';
import { textOfError } from '../components/MapProblems';

export interface Problems {
  readonly problems: readonly string[];
  /** An error outside of the drawing of components: of a handler of the map, or of a layer. */
  readonly report: (error: unknown) => void;
  readonly reportLayer: (layer: string, error: unknown) => void;
}

/** Errors of the map since it was opened, each once. */
export function useProblems(): Problems {
  const [problems, setProblems] = useState<readonly string[]>([]);
  const add = useCallback(
    (problem: string) => setProblems((before) => (before.includes(problem) ? before : [...before, problem].slice(-3))),
    [],
  );
  const report = useCallback(
    (error: unknown) => add(t('problem.map', 'Error in the map: {{problem}}', { problem: textOfError(error) })),
    [add],
  );
  const reportLayer = useCallback(
    (layer: string, error: unknown) =>
      add(
        t('problem.layer', 'The layer “{{layer}}” cannot be drawn in this browser: {{problem}}', {
          layer,
          problem: textOfError(error),
        }),
      ),
    [add],
  );
  return { problems, report, reportLayer };
}
