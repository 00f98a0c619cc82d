// Runs the generator beside the page, which stays usable. It gets the bytes of the module first, then requests.
'use strict';

let exports;

async function answer(data) {
  if (data instanceof ArrayBuffer) {
    exports = (await WebAssembly.instantiate(data)).instance.exports;
    return { ready: true };
  }
  const request = new TextEncoder().encode(JSON.stringify(data));
  const room = exports.room(request.length);
  new Uint8Array(exports.memory.buffer, room, request.length).set(request);
  // The memory is another one when it has grown.
  const at = exports.answer();
  const text = new Uint8Array(exports.memory.buffer, at, exports.length());
  return JSON.parse(new TextDecoder().decode(text));
}

onmessage = ({ data }) => {
  answer(data).then(postMessage, (error) => postMessage({ problem: `The generator failed: ${error.message}` }));
};
