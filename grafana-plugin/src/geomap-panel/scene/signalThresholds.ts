/** Lowest SNR in dB that Meshtastic's apps call good and fair; below is bad. */
export const SNR_GOOD = -7;
export const SNR_FAIR = -15;
