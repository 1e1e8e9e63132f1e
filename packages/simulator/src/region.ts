/**
 * Where the simulated mesh stands: the city of Freiburg, its valleys and the western edge of the Black Forest. Hills
 * and streets are sketched from the real ones; people, nodes and traffic are invented.
 */
export interface Coordinates {
  readonly latitude: number;
  readonly longitude: number;
}

export interface Hill extends Coordinates {
  readonly name: string;
  /** Height above its surroundings. */
  readonly heightMeters: number;
  /** Distance from the top at which 60 % of the height is left. */
  readonly radiusKm: number;
}

export interface Street {
  readonly name: string;
  readonly points: readonly (readonly [latitude: number, longitude: number])[];
  /** Number of homes, relative to the other streets. */
  readonly weight: number;
  /** Far from the others: antennas there are on the roof. */
  readonly remote?: boolean;
}

export const REGION_NAME = 'Breisgau and Black Forest edge (simulated)';
export const CENTER: Coordinates = { latitude: 47.9955, longitude: 7.8527 };
/** Bounds of everything the simulation places. */
export const BOUNDS = { south: 47.85, west: 7.6, north: 48.12, east: 8.09 } as const;

const hill = (name: string, latitude: number, longitude: number, heightMeters: number, radiusKm: number): Hill => ({
  name,
  latitude,
  longitude,
  heightMeters,
  radiusKm,
});

export const HILLS: readonly Hill[] = [
  hill('Schlossberg', 47.9968, 7.8632, 175, 0.5),
  hill('Roßkopf', 48.0101, 7.8993, 440, 1.4),
  hill('Schauinsland', 47.912, 7.8985, 960, 2.8),
  hill('Kandel', 48.0622, 8.0168, 930, 2.8),
  hill('Schönberg', 47.9531, 7.8062, 380, 1.5),
  hill('Lorettoberg', 47.9848, 7.8385, 80, 0.5),
  hill('Kybfelsen', 47.9585, 7.8835, 480, 1.4),
  hill('Flaunser', 48.0352, 7.9568, 540, 1.6),
  hill('Lindenberg', 47.9985, 7.9945, 430, 1.4),
  hill('Hinterwaldkopf', 47.9182, 8.0165, 860, 2.0),
  hill('Tuniberg', 47.985, 7.687, 100, 1.4),
  hill('Totenkopf', 48.0838, 7.6685, 330, 2.2),
  hill('Nimberg', 48.061, 7.7712, 90, 0.9),
];

export const STREETS: readonly Street[] = [
  {
    name: 'Kaiser-Joseph-Straße',
    weight: 4,
    points: [
      [48.0005, 7.8538],
      [47.9955, 7.8518],
      [47.9905, 7.8488],
    ],
  },
  {
    name: 'Habsburgerstraße',
    weight: 5,
    points: [
      [48.0005, 7.8542],
      [48.0128, 7.8578],
      [48.0242, 7.8625],
    ],
  },
  {
    name: 'Gundelfingen',
    weight: 3,
    points: [
      [48.0365, 7.8648],
      [48.0432, 7.8662],
      [48.0492, 7.8672],
    ],
  },
  {
    name: 'Denzlingen',
    weight: 2,
    remote: true,
    points: [
      [48.0652, 7.8715],
      [48.0688, 7.8768],
      [48.0712, 7.884],
    ],
  },
  {
    name: 'Schwarzwaldstraße',
    weight: 5,
    points: [
      [47.9905, 7.8592],
      [47.9882, 7.8755],
      [47.986, 7.8925],
      [47.9832, 7.9058],
    ],
  },
  {
    name: 'Kirchzarten',
    weight: 3,
    points: [
      [47.9702, 7.9358],
      [47.9652, 7.9545],
      [47.9622, 7.9688],
    ],
  },
  {
    name: 'Oberried',
    weight: 1,
    remote: true,
    points: [
      [47.9442, 7.9502],
      [47.9368, 7.9508],
      [47.9325, 7.9525],
    ],
  },
  {
    name: 'Buchenbach',
    weight: 1,
    remote: true,
    points: [
      [47.9622, 7.9985],
      [47.9608, 8.0092],
    ],
  },
  {
    name: 'St. Peter',
    weight: 1,
    remote: true,
    points: [
      [48.0138, 8.0298],
      [48.0182, 8.0362],
    ],
  },
  {
    name: 'Günterstalstraße',
    weight: 3,
    points: [
      [47.9878, 7.8488],
      [47.977, 7.853],
      [47.9662, 7.8572],
    ],
  },
  {
    name: 'Vauban',
    weight: 4,
    points: [
      [47.9788, 7.8312],
      [47.9768, 7.8252],
      [47.9752, 7.8188],
    ],
  },
  {
    name: 'Merzhausen',
    weight: 2,
    points: [
      [47.9692, 7.8302],
      [47.9622, 7.8318],
      [47.9552, 7.8322],
    ],
  },
  {
    name: 'Basler Straße',
    weight: 4,
    points: [
      [47.9868, 7.8442],
      [47.9822, 7.8265],
      [47.9782, 7.8085],
      [47.9728, 7.7968],
    ],
  },
  {
    name: 'Lehener Straße',
    weight: 4,
    points: [
      [47.9988, 7.8438],
      [48.0032, 7.8292],
      [48.0072, 7.8062],
    ],
  },
  {
    name: 'Rieselfeld',
    weight: 4,
    points: [
      [47.9985, 7.8025],
      [47.9992, 7.7908],
      [48.0002, 7.7842],
    ],
  },
  {
    name: 'Opfingen',
    weight: 1,
    remote: true,
    points: [
      [48.0012, 7.7232],
      [48.0022, 7.7128],
    ],
  },
  {
    name: 'Umkirch',
    weight: 1,
    remote: true,
    points: [
      [48.0318, 7.7702],
      [48.0348, 7.7592],
    ],
  },
  {
    name: 'Ihringen',
    weight: 1,
    remote: true,
    points: [
      [48.0432, 7.6492],
      [48.0438, 7.6582],
    ],
  },
];

/** Routes of the trackers: they travel to the end and back. */
export const ROUTES: Readonly<Record<'tram' | 'bike' | 'delivery' | 'bus' | 'hike' | 'rescue', Street['points']>> = {
  tram: [
    [48.0002, 7.7842],
    [47.9985, 7.8025],
    [47.9962, 7.8262],
    [47.9958, 7.8412],
    [47.9955, 7.8518],
    [48.0005, 7.8542],
    [48.0128, 7.8578],
    [48.0242, 7.8625],
  ],
  bike: [
    [47.9955, 7.8518],
    [47.9878, 7.8488],
    [47.9822, 7.8265],
    [47.9768, 7.8252],
    [47.9692, 7.8302],
    [47.9552, 7.8322],
  ],
  delivery: [
    [48.0072, 7.8062],
    [48.0032, 7.8292],
    [47.9988, 7.8438],
    [47.9905, 7.8592],
    [47.9882, 7.8755],
    [47.986, 7.8925],
    [47.9702, 7.9358],
    [47.9652, 7.9545],
  ],
  bus: [
    [48.0242, 7.8625],
    [48.0365, 7.8648],
    [48.0492, 7.8672],
    [48.0652, 7.8715],
    [48.0712, 7.884],
  ],
  hike: [
    [47.9968, 7.8565],
    [47.9972, 7.864],
    [48.0012, 7.8742],
    [48.0065, 7.8862],
    [48.0101, 7.8993],
  ],
  rescue: [
    [47.9652, 7.9545],
    [47.9622, 7.9688],
    [47.9622, 7.9985],
    [47.9608, 8.0092],
  ],
};
