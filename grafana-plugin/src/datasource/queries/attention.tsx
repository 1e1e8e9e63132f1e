import { LimitField, SearchField } from '../editors/fields/CommonFields';
import { plainEditor } from './plainEditor';
import type { EditorProps, QueryModule } from './queryModule';

export const attention: QueryModule<'attention'> = {
  Editor: plainEditor<EditorProps<'attention'>>(['nodes', 'channels', 'gateways', 'roles'], SearchField, LimitField),
};
