import type { LayerState } from './layer';

/** Colors and fading by age change in bands of at least minutes: they are looked at again this often. */
const AGE_STEP_MS = 30_000;
const ageStep = ({ scene }: LayerState) => Math.floor(scene.at / AGE_STEP_MS);

/** Whether everything but nodes and links is as it was, so that those that stayed the same look the same. */
export function isSameStyle(before: LayerState | undefined, next: LayerState): boolean {
  return (
    before?.options === next.options &&
    before.theme === next.theme &&
    before.scene.selected === next.scene.selected &&
    before.scene.switchedKinds === next.scene.switchedKinds &&
    ageStep(before) === ageStep(next)
  );
}
