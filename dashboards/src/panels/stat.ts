import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
  VizOrientation,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { byThresholds, neutral } from '../foundation/thresholds.js';

/** One or a few big numbers; colour only where a threshold says that something is wrong. */
export const stat = () =>
  new PanelBuilder()
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Value)
    .justifyMode(BigValueJustifyMode.Auto)
    .textMode(BigValueTextMode.Auto)
    .orientation(VizOrientation.Auto)
    .wideLayout(true)
    .colorScheme(byThresholds())
    .thresholds(neutral())
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false).fields(''));

/** Facts of a single row: each of the named fields with its name. */
export const factsStat = (fields: readonly string[]) =>
  stat()
    .textMode(BigValueTextMode.ValueAndName)
    .reduceOptions(
      new ReduceDataOptionsBuilder()
        .calcs(['lastNotNull'])
        .values(false)
        .fields(`/^(${fields.join('|')})$/`),
    );
