import React from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { IconButton, useStyles2 } from '@grafana/ui';
import { formatTime } from '../describe/format';
import { speeds, type Playback } from '../hooks/usePlayback';
import { testIds } from '../testIds';
import { chrome } from './chrome';

export interface PlaybackBarProps {
  readonly playback: Playback;
  /** New data arrives by itself. */
  readonly isStreaming: boolean;
  readonly timeZone: string;
  readonly isNarrow: boolean;
}

/** Plays the dashboard's time range: play, step, speed, and a slider over the range. */
export function PlaybackBar({ playback, isStreaming, timeZone, isNarrow }: PlaybackBarProps) {
  const styles = useStyles2(getStyles);
  const { time, playing, from, to } = playback;
  const isLive = time === undefined && isStreaming;
  const shown = time ?? to;
  return (
    <div
      className={cx(styles.chrome, styles.bar)}
      role="group"
      aria-label={t('playback-bar.label', 'Playback')}
      data-testid={testIds.playback}
    >
      <IconButton
        name="step-backward"
        tooltip={t('playback-bar.back', 'Step back (,)')}
        onClick={() => playback.step(-1)}
      />
      <IconButton
        name={playing ? 'pause' : 'play'}
        size="lg"
        tooltip={playing ? t('playback-bar.pause', 'Pause (space)') : t('playback-bar.play', 'Play (space)')}
        data-testid={testIds.playbackPlay}
        onClick={playback.toggle}
      />
      <IconButton
        name="forward"
        tooltip={t('playback-bar.forward', 'Step forward (.)')}
        onClick={() => playback.step(1)}
      />
      <input
        type="range"
        className={styles.slider}
        min={from}
        max={to}
        step={Math.max(1, Math.round((to - from) / 1000))}
        value={shown}
        aria-label={t('playback-bar.position', 'Time shown on the map')}
        aria-valuetext={formatTime(shown, timeZone)}
        onChange={({ currentTarget }) => playback.seek(Number(currentTarget.value))}
      />
      <output className={styles.time} data-testid={testIds.playbackTime}>
        {formatTime(shown, timeZone)}
      </output>
      {!isNarrow && (
        <select
          className={styles.speed}
          value={playback.speed}
          aria-label={t('playback-bar.speed', 'Speed')}
          onChange={({ currentTarget }) => playback.setSpeed(Number(currentTarget.value))}
        >
          {speeds.map(({ label }, index) => (
            <option key={label} value={index}>
              {label}
            </option>
          ))}
        </select>
      )}
      <button
        type="button"
        className={cx(styles.live, isLive && styles.isLive)}
        title={
          isStreaming
            ? t('playback-bar.back-to-live', 'Back to live')
            : t('playback-bar.not-live', 'Not live: nothing new arrives. Shows the end of the time range.')
        }
        aria-pressed={isLive}
        onClick={playback.goLive}
      >
        {t('playback-bar.live', 'Live')}
      </button>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  chrome: chrome(theme),
  bar: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    padding: theme.spacing(0.5, 1),
    pointerEvents: 'auto',
    width: '100%',
    button: { margin: 0 },
  }),
  slider: css({ flex: 1, minWidth: 40, accentColor: theme.colors.primary.main, height: 16 }),
  time: css({ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap', fontSize: 11 }),
  speed: css({
    background: theme.components.input.background,
    color: theme.components.input.text,
    border: `1px solid ${theme.components.input.borderColor}`,
    borderRadius: theme.shape.radius.default,
    fontSize: 11,
    height: 22,
    width: 'auto',
    lineHeight: '18px',
    padding: '0 2px',
  }),
  live: css({
    background: 'none',
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.pill,
    color: theme.colors.text.secondary,
    fontSize: 11,
    padding: '0 8px',
  }),
  isLive: css({ color: theme.colors.success.text, borderColor: theme.colors.success.border }),
});
