import { SearchField } from '../editors/fields/CommonFields';
import { plainEditor } from './plainEditor';
import type { EditorProps, QueryModule } from './queryModule';

export const changes: QueryModule<'changes'> = {
  Editor: plainEditor<EditorProps<'changes'>>(['nodes', 'channels', 'gateways', 'roles'], SearchField),
};
