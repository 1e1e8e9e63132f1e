import type { GrafanaTheme2 } from '@grafana/data';
import { css } from '@emotion/css';
import { Alert, ClipboardButton, Stack, Text, useStyles2 } from '@grafana/ui';
import React from 'react';
import { commandLineOf, gatewaySettingsOf, type BrokerAddress, type GatewaySettings } from './gatewaySettings';
import { phrases } from '../../i18n/phrases';

const texts = phrases('gateway-instructions', {
  title: 'Point a gateway here',
  introduction:
    'Any Meshtastic node with an internet connection (or a phone that shares its own) can be a gateway. Set this in its app, or with the command below; other settings stay as they are.',
  none: 'The settings appear here as soon as the collector says which broker it listens to.',
  simulated:
    'The collector shows a simulated mesh. Give it a broker (MQTT_BROKER, or EMBEDDED_BROKER=true) to see your own.',
  internal:
    'This address is the one the collector uses, and may only work inside its network. Enter the address of the same broker as your gateways reach it.',
  region: 'REGION is the LoRa region of your mesh, such as EU_868 or US.',
  unsuitable:
    'The collector reaches this broker over WebSockets, which nodes do not speak. Enter its plain MQTT address and port.',
  password: 'The user and password of the broker; empty if it lets everybody in',
  copy: 'Copy',
});

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
      <Text element="h2">{texts.title}</Text>
      <Text element="p">{texts.introduction}</Text>
      {simulated && <Alert severity="info" title={texts.simulated} />}
      {settings.length === 0 && <Text color="secondary">{texts.none}</Text>}
      {settings.map((one) => (
        <BrokerSettings key={`${one.address} ${one.rootTopic}`} settings={one} />
      ))}
    </Stack>
  );
}

/** The names of the settings are those of Meshtastic's apps. */
const values = phrases('gateway-values', {
  on: 'on',
  off: 'off',
  encryption: 'on (the collector decrypts with the channel keys you give it)',
  okToMqtt: 'on, on every node that should be seen',
});

function BrokerSettings({ settings }: { readonly settings: GatewaySettings }) {
  const styles = useStyles2(getStyles);
  const command = commandLineOf(settings);
  const rows: ReadonlyArray<readonly [name: string, value: string]> = [
    ['MQTT → Enabled', values.on],
    ['MQTT → Address', settings.address],
    ['MQTT → Username, Password', texts.password],
    ['MQTT → TLS', settings.tls ? values.on : values.off],
    ['MQTT → Encryption', values.encryption],
    ['MQTT → JSON output', values.off],
    ['MQTT → Root topic', settings.rootTopic],
    ['Channels → Primary → Uplink', values.on],
    ['LoRa → OK to MQTT', values.okToMqtt],
  ];
  return (
    <Stack direction="column" gap={1}>
      {settings.internal && <Alert severity="warning" title={texts.internal} />}
      {settings.unsuitable && <Alert severity="warning" title={texts.unsuitable} />}
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
      {settings.rootTopic.includes('REGION') && <Text color="secondary">{texts.region}</Text>}
      <Stack direction="row" gap={1} alignItems="flex-start">
        <pre className={styles.command}>{command}</pre>
        <ClipboardButton icon="copy" variant="secondary" getText={() => command}>
          {texts.copy}
        </ClipboardButton>
      </Stack>
    </Stack>
  );
}
