import './.config/jest-setup';
import { configure } from '@testing-library/react';

// How long `findBy` and `waitFor` try. Its default of 1 s is short for a busy machine.
configure({ asyncUtilTimeout: 180_000 });

// @grafana/ui measures texts on a canvas to size its lists.
HTMLCanvasElement.prototype.getContext = () => ({
  font: '',
  measureText: (text) => ({ width: text.length * 8 }),
});
