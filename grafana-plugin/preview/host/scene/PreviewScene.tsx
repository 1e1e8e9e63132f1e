import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import {
  EmbeddedScene,
  SceneRefreshPicker,
  SceneTimePicker,
  type SceneComponentProps,
  type SceneObject,
} from '@grafana/scenes';
import { useStyles2 } from '@grafana/ui';

/** A scene with a dashboard's layout: variables on the left, time range and refresh on the right. */
export class PreviewScene extends EmbeddedScene {
  static override Component = PreviewSceneView;
}

const isTimeControl = (control: SceneObject) =>
  control instanceof SceneTimePicker || control instanceof SceneRefreshPicker;

function PreviewSceneView({ model }: SceneComponentProps<EmbeddedScene>) {
  const styles = useStyles2(getStyles);
  const { body, controls = [] } = model.useState();
  const draw = (control: SceneObject) => <control.Component key={control.state.key} model={control} />;
  return (
    <>
      <div className={styles.bar}>
        <div className={styles.left}>{controls.filter((control) => !isTimeControl(control)).map(draw)}</div>
        <div className={styles.right}>{controls.filter(isTimeControl).map(draw)}</div>
      </div>
      <div className={styles.body}>
        <body.Component model={body} />
      </div>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    display: 'flex',
    alignItems: 'flex-start',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1.5),
    [theme.breakpoints.down('md')]: { flexDirection: 'column-reverse' },
  }),
  left: css({ display: 'flex', flexWrap: 'wrap', flex: 1, gap: theme.spacing(1) }),
  right: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
  body: css({ display: 'flex', flexGrow: 1 }),
});
