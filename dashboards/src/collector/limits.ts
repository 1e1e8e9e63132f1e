/** Thresholds of the collector's health; the same with and without Prometheus. */
import { thresholds } from '../foundation/thresholds.js';

/** Share of the queue. */
export const queueThresholds = () => thresholds([0, 'green'], [0.5, 'orange'], [0.9, 'red']);
/** Seconds from the receipt of a message to its publication. */
export const lagThresholds = () => thresholds([0, 'green'], [2, 'orange'], [10, 'red']);
/** Seconds of a commit. An SD card needs tens of milliseconds. */
export const commitThresholds = () => thresholds([0, 'green'], [0.5, 'orange'], [2, 'red']);
/** Bytes. Together with Grafana the collector is made to live in 512 MB. */
export const memoryThresholds = () => thresholds([0, 'green'], [350e6, 'orange'], [450e6, 'red']);
/** 1 is good, 0 is not. */
export const connectedThresholds = () => thresholds([0, 'red'], [1, 'green']);
