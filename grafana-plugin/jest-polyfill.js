// Browser interfaces that jsdom lacks.
const { TextEncoder, TextDecoder } = require('node:util');

// Node's own channel would keep the process alive for as long as somebody listens to it, which React does for ever.
const later = setTimeout;
class MessagePort {
  onmessage = null;
  other = undefined;
  postMessage(data) {
    later(() => this.other.onmessage?.({ data }), 0);
  }
  start() {}
  close() {
    this.onmessage = null;
  }
}
class MessageChannel {
  port1 = new MessagePort();
  port2 = new MessagePort();
  constructor() {
    this.port1.other = this.port2;
    this.port2.other = this.port1;
  }
}

Object.assign(globalThis, { MessageChannel, MessagePort, TextEncoder, TextDecoder });
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
globalThis.IntersectionObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
