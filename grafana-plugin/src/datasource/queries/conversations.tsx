import { LimitField, SearchField } from '../editors/fields/CommonFields';
import { plainEditor } from './plainEditor';
import type { EditorProps, QueryModule } from './queryModule';

export const conversations: QueryModule<'conversations'> = {
  Editor: plainEditor<EditorProps<'conversations'>>(
    ['nodes', 'channels', 'gateways', 'roles'],
    SearchField,
    LimitField,
  ),
};
