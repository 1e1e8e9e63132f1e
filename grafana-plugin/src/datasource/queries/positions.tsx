import { LimitField, SearchField } from '../editors/fields/CommonFields';
import { plainEditor } from './plainEditor';
import type { EditorProps, QueryModule } from './queryModule';

export const positions: QueryModule<'positions'> = {
  Editor: plainEditor<EditorProps<'positions'>>(['nodes', 'gateways', 'channels', 'roles'], SearchField, LimitField),
};
