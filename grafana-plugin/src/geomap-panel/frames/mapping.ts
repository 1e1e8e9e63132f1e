/** Field names of frames that are not ours; an empty entry means: find it by its usual name. */
export interface FieldMapping {
  readonly nodeId: string;
  readonly name: string;
  readonly latitude: string;
  readonly longitude: string;
  readonly time: string;
  readonly role: string;
  readonly lastHeard: string;
  readonly linkSource: string;
  readonly linkTarget: string;
  readonly linkValue: string;
  readonly linkCount: string;
}

export const noMapping: FieldMapping = {
  nodeId: '',
  name: '',
  latitude: '',
  longitude: '',
  time: '',
  role: '',
  lastHeard: '',
  linkSource: '',
  linkTarget: '',
  linkValue: '',
  linkCount: '',
};
