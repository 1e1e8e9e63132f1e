import { LimitField, SearchField } from '../editors/fields/CommonFields';
import { plainEditor } from './plainEditor';
import type { EditorProps, QueryModule } from './queryModule';

export const waypoints: QueryModule<'waypoints'> = {
  Editor: plainEditor<EditorProps<'waypoints'>>(['nodes', 'channels', 'roles'], SearchField, LimitField),
};
