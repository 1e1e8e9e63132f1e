/** Field names of frames of other data sources; empty: the field is found by its usual names. */
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
