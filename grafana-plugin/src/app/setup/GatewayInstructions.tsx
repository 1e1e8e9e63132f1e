import type { GrafanaTheme2 } from '@grafana/data';
import { css } from '@emotion/css';
import { Alert, ClipboardButton, Stack, Text, useStyles2 } from '@grafana/ui';
import React from 'react';
import { t } from '@grafana/i18n';
import { commandLineOf, gatewaySettingsOf, type BrokerAddress, type GatewaySettings } from './gatewaySettings';

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({
    borderCollapse: 'collapse',
    'th, td': { textAlign: 'left', padding: theme.spacing(0.5, 2, 0.5, 0), verticalAlign: 'top' },
    th: { fontWeight: theme.typography.fontWeightMedium, color: theme.colors.text.secondary },
  }),
  command: css({
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    background: theme.colors.background.secondary,
    padding: theme.spacing(1),
    borderRadius: theme.shape.radius.default,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    flex: 1,
    margin: 0,
  }),
});

interface GatewayInstructionsProps {
  readonly brokers: readonly BrokerAddress[];
  readonly simulated: boolean;
}

export function GatewayInstructions({ brokers, simulated }: GatewayInstructionsProps) {
  const settings = brokers.map(gatewaySettingsOf).filter((one) => one !== undefined);
  return (
    <Stack direction="column" gap={2}>
      <Text element="h2">{t('gateway-instructions.title', 'Connect a gateway')}</Text>
      <Text element="p">
        {t(
          'gateway-instructions.introduction',
          'Any Meshtastic node with an internet connection, or with a phone as MQTT client proxy, can be a gateway. Set these values in the Meshtastic app, or run the command below; other settings are not changed.',
        )}
      </Text>
      {simulated && (
        <Alert
          severity="info"
          title={t(
            'gateway-instructions.simulated',
            'The collector shows a simulated mesh. Configure a broker (MQTT_BROKER, or EMBEDDED_BROKER=true) to see your own.',
          )}
        />
      )}
      {settings.length === 0 && (
        <Text color="secondary">
          {t('gateway-instructions.none', 'The settings appear here as soon as the collector reports its broker.')}
        </Text>
      )}
      {settings.map((one) => (
        <BrokerSettings key={`${one.address} ${one.rootTopic}`} settings={one} />
      ))}
    </Stack>
  );
}

function BrokerSettings({ settings }: { readonly settings: GatewaySettings }) {
  const styles = useStyles2(getStyles);
  const command = commandLineOf(settings);
  const rows: ReadonlyArray<readonly [name: string, value: string]> = [
    ['MQTT → Enabled', t('gateway-values.on', 'on')],
    ['MQTT → Address', settings.address],
    [
      'MQTT → Username, Password',
      t('gateway-instructions.password', 'User name and password of the broker; empty if it allows anonymous clients'),
    ],
    ['MQTT → TLS', settings.tls ? t('gateway-values.on', 'on') : t('gateway-values.off', 'off')],
    [
      'MQTT → Encryption',
      t('gateway-values.encryption', 'on (the collector decrypts with the channel keys you give it)'),
    ],
    ['MQTT → JSON output', t('gateway-values.off', 'off')],
    ['MQTT → Root topic', settings.rootTopic],
    ['Channels → Primary → Uplink', t('gateway-values.on', 'on')],
    ['LoRa → OK to MQTT', t('gateway-values.ok-to-mqtt', 'on, for every node that should be visible')],
  ];
  return (
    <Stack direction="column" gap={1}>
      {settings.internal && (
        <Alert
          severity="warning"
          title={t(
            'gateway-instructions.internal',
            'The collector uses this address, which may only work inside its network. Enter the address at which your gateways reach the same broker.',
          )}
        />
      )}
      {settings.unsuitable && (
        <Alert
          severity="warning"
          title={t(
            'gateway-instructions.unsuitable',
            'The collector connects to this broker over WebSockets, which nodes do not support. Enter its MQTT address and port.',
          )}
        />
      )}
      <table className={styles.table}>
        <tbody>
          {rows.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {settings.rootTopic.includes('REGION') && (
        <Text color="secondary">
          {t('gateway-instructions.region', 'REGION is the LoRa region of your mesh, such as EU_868 or US.')}
        </Text>
      )}
      <Stack direction="row" gap={1} alignItems="flex-start">
        <pre className={styles.command}>{command}</pre>
        <ClipboardButton icon="copy" variant="secondary" getText={() => command}>
          {t('gateway-instructions.copy', 'Copy')}
        </ClipboardButton>
      </Stack>
    </Stack>
  );
}
