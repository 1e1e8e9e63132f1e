import { LimitField } from '../editors/fields/CommonFields';
import { plainEditor } from './plainEditor';
import type { EditorProps, QueryModule } from './queryModule';

export const channels: QueryModule<'channels'> = {
  Editor: plainEditor<EditorProps<'channels'>>(['channels', 'gateways', 'nodes', 'roles'], LimitField),
};
