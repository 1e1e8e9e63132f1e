import { FormatField, LimitField, SearchField } from '../editors/fields/CommonFields';
import { plainEditor } from './plainEditor';
import type { EditorProps, QueryModule } from './queryModule';

export const messages: QueryModule<'messages'> = {
  Editor: plainEditor<EditorProps<'messages'>>(
    ['nodes', 'gateways', 'channels', 'roles'],
    SearchField,
    LimitField,
    FormatField,
  ),
};
