import './.config/jest-setup';

// @grafana/ui measures texts on a canvas to size its lists.
HTMLCanvasElement.prototype.getContext = () => ({
  font: '',
  measureText: (text) => ({ width: text.length * 8 }),
});
