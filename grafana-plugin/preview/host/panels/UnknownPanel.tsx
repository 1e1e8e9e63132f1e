import type { PanelProps } from '@grafana/data';
import { Box, Text } from '@grafana/ui';

export function UnknownPanel({ data }: PanelProps) {
  const rows = data.series.reduce((sum, { length }) => sum + length, 0);
  return (
    <Box padding={2} height="100%" display="flex" alignItems="center" justifyContent="center">
      <Text color="secondary" textAlignment="center">
        This visualization is not part of the preview. Rows returned: {rows}.
      </Text>
    </Box>
  );
}
