import { StreamingDataFrame, type DataFrameJSON } from '@grafana/data';
import { frameOf } from '../backend/streamTopics';

const json = (frame: Buffer): DataFrameJSON => JSON.parse(String(frame));

/** What the backend sends over Grafana Live, read by Grafana's own browser code. */
describe('frames for Grafana Live', () => {
  it('add up to a table: what is known at first, then row by row', () => {
    const frame = StreamingDataFrame.fromDataFrameJSON(json(frameOf('positions', [[1, '!00000001', 47, 8, null, 32]])));
    frame.push(json(frameOf('positions', [[2, '!00000001', 48, 9, 400, 32]])));
    frame.push(json(frameOf('positions', [])));
    expect(frame.fields.map(({ name, type, values }) => ({ name, type, values }))).toEqual([
      { name: 'time', type: 'time', values: [1, 2] },
      { name: 'nodeId', type: 'string', values: ['!00000001', '!00000001'] },
      { name: 'latitude', type: 'number', values: [47, 48] },
      { name: 'longitude', type: 'number', values: [8, 9] },
      { name: 'altitude', type: 'number', values: [null, 400] },
      { name: 'precisionBits', type: 'number', values: [32, 32] },
    ]);
    expect(frame.fields[4]?.config).toMatchObject({ unit: 'lengthm', displayName: 'Altitude' });
  });

  it('start from nothing', () => {
    const frame = StreamingDataFrame.fromDataFrameJSON(json(frameOf('events', [])));
    frame.push(json(frameOf('events', [[5, 'reboot', 'info', '!00000001', 'Rebooted', '']])));
    expect(frame.length).toBe(1);
  });
});
