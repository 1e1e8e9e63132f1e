/** `getTemplateSrv()`: reads the variables of the active scene. */
import type { TypedVariableModel } from '@grafana/data';
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

/** $name, [[name:format]], ${name.field:format}: Grafana's expression. */
const VARIABLE = /\$(\w+)|\[\[(\w+?)(?::(\w+))?\]\]|\$\{(\w+)(?:\.([^:^}]+))?(?::([^}]+))?\}/g;

const activeScene = () => window.__grafanaSceneContext;

/** Not part of the public type. Scenes pass their filters with the request. */
interface WithAdhocFilters {
  getAdhocFilters(dataSourceName: string): unknown[];
}

export const templateSrv: TemplateSrv & WithAdhocFilters = {
  getAdhocFilters: () => [],
  getVariables: () => {
    const scene = activeScene();
    return scene === undefined ? [] : sceneGraph.getVariables(scene).state.variables.map(toModel);
  },
  replace(target = '', scopedVars, format, interpolations) {
    const scene = activeScene();
    return scene === undefined
      ? target
      : sceneGraph.interpolate(
          scene,
          target,
          scopedVars,
          format as string | undefined,
          interpolations as VariableInterpolation[],
        );
  },
  containsTemplate(target) {
    const scene = activeScene();
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
