import type { PanelProps } from '@grafana/data';
import { Box, Text } from '@grafana/ui';

export function UnknownPanel({ data }: PanelProps) {
  const rows = data.series.reduce((sum, { length }) => sum + length, 0);
  return (
    <Box padding={2} height="100%" display="flex" alignItems="center" justifyContent="center">
      <Text color="secondary" textAlignment="center">
        This visualisation belongs to Grafana and is not in the preview. Its query answered with {data.series.length}{' '}
        {data.series.length === 1 ? 'frame' : 'frames'} and {rows} rows.
      </Text>
    </Box>
  );
}
