// Pyodide's largest file lies here compressed, whatever the server does: 3 MB in place of 10.
const fetchAsItIs = self.fetch.bind(self);
self.fetch = async (what, how) => {
  const address = String(what.url || what);
  if (!address.endsWith(".wasm")) return fetchAsItIs(what, how);
  const answer = await fetchAsItIs(address + ".gz", how);
  if (!answer.ok) return answer;
  const unpacked = answer.body.pipeThrough(new DecompressionStream("gzip"));
  return new Response(unpacked, { headers: { "Content-Type": "application/wasm" } });
};
