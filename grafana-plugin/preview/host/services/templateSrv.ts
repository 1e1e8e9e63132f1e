/** `getTemplateSrv()`: as in Grafana, a view of the variables of the scene that is on the screen. */
import type { ScopedVars, TypedVariableModel } from '@grafana/data';
import type { TemplateSrv, VariableInterpolation } from '@grafana/runtime';
import {
  MultiValueVariable,
  sceneGraph,
  type MultiValueVariableState,
  type SceneObject,
  type SceneVariable,
} from '@grafana/scenes';

declare global {
  interface Window {
    /** Set by `EmbeddedScene` while it is active. */
    __grafanaSceneContext?: SceneObject;
  }
}

/** $name, [[name:format]], ${name.field:format}; the expression Grafana uses. */
const VARIABLE = /\$(\w+)|\[\[(\w+?)(?::(\w+))?\]\]|\$\{(\w+)(?:\.([^:^}]+))?(?::([^}]+))?\}/g;

const sceneOnScreen = () => window.__grafanaSceneContext;

/** Not in the public type; scenes replace it by filters of their own. */
interface WithAdhocFilters {
  getAdhocFilters(dataSourceName: string): unknown[];
}

export const templateSrv: TemplateSrv & WithAdhocFilters = {
  getAdhocFilters: () => [],
  getVariables: () => {
    const scene = sceneOnScreen();
    return scene === undefined ? [] : sceneGraph.getVariables(scene).state.variables.map(toModel);
  },
  replace(target, scopedVars, format, interpolations) {
    const scene = sceneOnScreen();
    if (target === undefined || target === '') {
      return target ?? '';
    }
    return scene === undefined
      ? withoutScene(target, scopedVars, format)
      : sceneGraph.interpolate(
          scene,
          target,
          scopedVars,
          format as string | undefined,
          interpolations as VariableInterpolation[],
        );
  },
  containsTemplate(target) {
    const scene = sceneOnScreen();
    if (target === undefined || scene === undefined) {
      return false;
    }
    return [...target.matchAll(VARIABLE)].some(([, plain, brackets, , braces]) => {
      const name = plain ?? brackets ?? braces;
      return name !== undefined && sceneGraph.lookupVariable(name, scene) !== null;
    });
  },
  updateTimeRange: () => undefined,
};

/** On pages without variables only what the caller brings along can be replaced. */
function withoutScene(
  target: string,
  scopedVars: ScopedVars | undefined,
  format: string | Function | undefined,
): string {
  return target.replace(VARIABLE, (match, plain?: string, brackets?: string, _format?: string, braces?: string) => {
    const found = scopedVars?.[plain ?? brackets ?? braces ?? ''];
    if (found === undefined) {
      return match;
    }
    return typeof format === 'function' ? String(format(found.value, {})) : String(found.value);
  });
}

function toModel(variable: SceneVariable): TypedVariableModel {
  const { name, type, label, hide } = variable.state;
  const common = {
    id: name,
    name,
    type,
    label: label ?? null,
    hide: hide ?? 0,
    skipUrlSync: false,
    global: false,
    index: -1,
    state: 'Done',
  };
  if (variable instanceof MultiValueVariable) {
    const { value, text, options, isMulti, includeAll, allValue } = variable.state as MultiValueVariableState;
    const choices = options.map((option) => ({ text: option.label, value: option.value, selected: false }));
    return {
      ...common,
      current: { value, text },
      options: choices,
      multi: isMulti,
      includeAll,
      allValue,
    } as TypedVariableModel;
  }
  return {
    ...common,
    current: { value: variable.getValue?.(), text: String(variable.getValue?.() ?? '') },
  } as TypedVariableModel;
}
