import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
  VizOrientation,
  VizTextDisplayOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { byThresholds, neutral } from '../foundation/thresholds.js';

/** One or a few big numbers; colored only where a threshold is exceeded. */
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

/** 1,932 instead of 2 K, the unit of the frame. */
export const counts = () => stat().overrideByFieldType('number', [{ id: 'unit', value: 'locale' }]);

/** Facts of a single row: each of the named fields with its name. */
export const factsStat = (fields: readonly string[], valueSize = 22) =>
  stat()
    .textMode(BigValueTextMode.ValueAndName)
    .text(new VizTextDisplayOptionsBuilder().titleSize(12).valueSize(valueSize))
    .reduceOptions(
      new ReduceDataOptionsBuilder()
        .calcs(['lastNotNull'])
        .values(false)
        .fields(`/^(${fields.join('|')})$/`),
    );

/** Counts side by side, all of them as large as each other. */
export const evenCounts = () => counts().text(new VizTextDisplayOptionsBuilder().titleSize(13).valueSize(28));
