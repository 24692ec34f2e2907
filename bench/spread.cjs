// Given to each connection of autocannon, in its thread: they begin with another address each, so that they do not ask for
// the same at the same time. autocannon takes a file, by `require`.
let begun = 0

module.exports = client => {
  const { requests } = client.opts
  const first = (begun++ * 7) % requests.length
  client.setRequests([...requests.slice(first), ...requests.slice(0, first)])
}
