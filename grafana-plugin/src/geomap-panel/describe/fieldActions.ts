import {
  ActionType,
  type Action,
  type ActionModel,
  type Field,
  type InterpolateFunction,
  type ScopedVars,
} from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import type { RowRef } from '../frames/model';

type Variables = Readonly<Record<string, string>>;
type Fill = (text: string, variables: Variables) => string;

/** Replaces the action's own variables, written `$key`. */
function withVariables(text: string, variables: Variables): string {
  return Object.entries(variables).reduce((filled, [key, value]) => filled.replaceAll(`$${key}`, value), text);
}

function request({ fetch: options }: Action, fill: Fill, variables: Variables): Promise<unknown> {
  if (options === undefined) {
    return Promise.resolve();
  }
  const url = new URL(fill(options.url, variables), document.baseURI);
  options.queryParams?.forEach(([name, value]) =>
    url.searchParams.append(fill(name, variables), fill(value, variables)),
  );
  const headers = Object.fromEntries(
    (options.headers ?? []).map(([name, value]) => [fill(name, variables), fill(value, variables)]),
  );
  return lastValueFrom(
    getBackendSrv().fetch({
      url: url.href,
      method: options.method,
      headers,
      data: options.method === 'GET' ? undefined : fill(options.body ?? '{}', variables),
      showSuccessAlert: true,
    }),
  );
}

function actionModel(action: Action, fill: Fill): ActionModel<Field> {
  return {
    title: fill(action.title, {}),
    type: action.type,
    style: action.style ?? {},
    oneClick: action.oneClick ?? false,
    ...(action.variables === undefined ? {} : { variables: action.variables }),
    confirmation: (variables) => fill(action.confirmation ?? `${action.title}?`, variables ?? {}),
    // Grafana shows the response itself.
    onClick: (_event, _origin, variables) => void request(action, fill, variables ?? {}).catch(() => undefined),
  };
}

/** Actions that the panel's field options define, ready for one row. */
export function actionsOfRow({ frame, row }: RowRef, replaceVariables: InterpolateFunction): Array<ActionModel<Field>> {
  return frame.fields.flatMap((field) => {
    const actions = (field.config.actions ?? []).filter(({ type }) => type === ActionType.Fetch);
    const scopedVars: ScopedVars = {
      ...field.state?.scopedVars,
      __dataContext: { value: { data: [frame], frame, frameIndex: 0, field, rowIndex: row } },
    };
    const fill: Fill = (text, variables) => replaceVariables(withVariables(text, variables), scopedVars);
    return actions.map((action) => actionModel(action, fill));
  });
}
