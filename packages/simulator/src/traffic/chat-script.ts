import { CLUB, EMERGENCY, PRIMARY } from '../channels.js';

/** One line of a conversation. `who` numbers the people of the thread; `to` is the line it answers. */
export interface Line {
  readonly who: number;
  readonly text: string;
  readonly to?: number;
  /** The text is an emoji put under line `to`. */
  readonly reaction?: boolean;
}

export interface Thread {
  readonly channel: string;
  readonly lines: readonly Line[];
}

const thread = (channel: string, ...lines: readonly Line[]): Thread => ({ channel, lines });

/** Small talk as it happens on meshes: reports, questions, weather, antennas. Invented. */
export const THREADS: readonly Thread[] = [
  thread(
    PRIMARY.name,
    { who: 0, text: 'Guten Morgen Mesh! ☀️' },
    { who: 1, text: 'Moin, 2 Hops bis zu mir', to: 0 },
    { who: 2, text: '👋', to: 0, reaction: true },
  ),
  thread(
    PRIMARY.name,
    { who: 0, text: 'Test test, liest mich jemand in Gundelfingen?' },
    { who: 1, text: 'Ja, laut und deutlich. SNR 4, 1 Hop', to: 0 },
    { who: 0, text: 'Super, danke!', to: 1 },
    { who: 2, text: '👍', to: 1, reaction: true },
  ),
  thread(
    PRIMARY.name,
    { who: 0, text: 'New antenna on the roof, what do you see from my side?' },
    { who: 1, text: '-97 dBm / 5.5 dB, was -112 before', to: 0 },
    { who: 2, text: '🎉', to: 1, reaction: true },
    { who: 0, text: 'Worth the climb then 😅' },
  ),
  thread(
    CLUB.name,
    { who: 0, text: 'Stammtisch am Donnerstag 19:30, wer kommt?' },
    { who: 1, text: 'Bin dabei', to: 0 },
    { who: 2, text: 'Ich bringe den T114 fürs Dach mit', to: 0 },
    { who: 3, text: '🍻', to: 0, reaction: true },
  ),
  thread(
    CLUB.name,
    { who: 0, text: 'Akku vom Kandel-Relais war gestern bei 61 %, heute wieder 94 %. Panel frei vom Schnee.' },
    { who: 1, text: 'Klasse, danke fürs Hochlaufen!', to: 0 },
    { who: 2, text: '❤️', to: 0, reaction: true },
  ),
  thread(
    EMERGENCY.name,
    { who: 0, text: 'Übung: Funkrunde Notfunk, bitte Standort und Akkustand melden' },
    { who: 1, text: 'Wiehre, 87 %', to: 0 },
    { who: 2, text: 'Zähringen, Netzstrom', to: 0 },
    { who: 3, text: 'Herdern 45 %, Powerbank da', to: 0 },
  ),
  thread(
    PRIMARY.name,
    { who: 0, text: 'Gewitter zieht von Westen rein, Masten einfahren 🌩️' },
    { who: 1, text: 'Hier schon erste Tropfen', to: 0 },
  ),
  thread(
    PRIMARY.name,
    { who: 0, text: 'Anyone else sees high channel utilization since an hour?' },
    { who: 1, text: 'Yes, 30 % here. Some tracker sends non-stop', to: 0 },
    { who: 2, text: 'Found it on the map, looks like a test setup in Vauban', to: 1 },
    { who: 0, text: '🙏', to: 2, reaction: true },
  ),
  thread(
    PRIMARY.name,
    { who: 0, text: 'Bin auf dem Roßkopf, Sicht bis zu den Vogesen' },
    { who: 1, text: 'Neidisch! Gruß aus dem Büro', to: 0 },
    { who: 2, text: '🏔️', to: 0, reaction: true },
  ),
  thread(
    CLUB.name,
    { who: 0, text: 'Firmware 2.7.15 läuft bei mir seit 12 Tagen stabil' },
    { who: 1, text: 'Hier auch, T-Echo hält jetzt 6 Tage', to: 0 },
  ),
  thread(
    PRIMARY.name,
    { who: 0, text: 'Straßenbahn 🚋 wieder auf der Karte, danke wer auch immer das war' },
    { who: 1, text: '😄', to: 0, reaction: true },
  ),
  thread(
    PRIMARY.name,
    { who: 0, text: 'Range test with the bike: lost contact behind the Lorettoberg' },
    { who: 1, text: 'Expected, no relay looks into that corner', to: 0 },
    { who: 0, text: 'Maybe one on the school roof would help' },
  ),
  thread(
    CLUB.name,
    { who: 0, text: 'Wer hat noch SMA-Kupplungen übrig?' },
    { who: 1, text: 'Zwei Stück, liegen im Hackspace', to: 0 },
    { who: 0, text: '👍', to: 1, reaction: true },
  ),
  thread(
    PRIMARY.name,
    { who: 0, text: 'Mittagspause am Münsterplatz, lange Rote 🌭' },
    { who: 1, text: 'Mit oder ohne Zwiebeln?', to: 0 },
    { who: 0, text: 'Mit natürlich' },
    { who: 2, text: '😋', to: 2, reaction: true },
  ),
  thread(
    EMERGENCY.name,
    { who: 0, text: 'Ende der Übung, danke an alle' },
    { who: 1, text: '✅', to: 0, reaction: true },
  ),
  thread(
    PRIMARY.name,
    { who: 0, text: 'cq cq, anybody still on LongFast?' },
    { who: 1, text: 'All on ShortFast since spring, only the channel kept its name', to: 0 },
  ),
];
