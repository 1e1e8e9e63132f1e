import { LimitField, ThresholdsField } from '../editors/fields/CommonFields';
import { plainEditor } from './plainEditor';
import type { EditorProps, QueryModule } from './queryModule';

export const traceroutes: QueryModule<'traceroutes'> = {
  Editor: plainEditor<EditorProps<'traceroutes'>>(['nodes', 'gateways', 'channels'], LimitField, ThresholdsField),
};
