import { LimitField, SearchField, ThresholdsField } from '../editors/fields/CommonFields';
import { plainEditor } from './plainEditor';
import type { EditorProps, QueryModule } from './queryModule';

export const batteries: QueryModule<'batteries'> = {
  Editor: plainEditor<EditorProps<'batteries'>>(
    ['nodes', 'gateways', 'channels', 'roles'],
    SearchField,
    LimitField,
    ThresholdsField,
  ),
};
