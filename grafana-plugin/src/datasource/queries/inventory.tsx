import { LimitField, SearchField } from '../editors/fields/CommonFields';
import { plainEditor } from './plainEditor';
import type { EditorProps, QueryModule } from './queryModule';

export const inventory: QueryModule<'inventory'> = {
  Editor: plainEditor<EditorProps<'inventory'>>(['nodes', 'channels', 'gateways', 'roles'], SearchField, LimitField),
};
