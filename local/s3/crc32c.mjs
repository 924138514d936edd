// CRC-32C (Castagnoli, RFC 3720 B.4), eight bytes a step. Node's zlib knows only the other polynomial.
const polynomial = 0x82f63b78;
const stride = 8;

/** Table n gives what a byte does to the sum when n more bytes follow it in the step. */
function buildTables() {
  const tables = Array.from({ length: stride }, () => new Uint32Array(256));
  for (let byte = 0; byte < 256; byte++) {
    let sum = byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ polynomial : sum >>> 1;
    tables[0][byte] = sum;
  }
  for (let n = 1; n < stride; n++) {
    for (let byte = 0; byte < 256; byte++) {
      const before = tables[n - 1][byte];
      tables[n][byte] = (before >>> 8) ^ tables[0][before & 0xff];
    }
  }
  return tables;
}

const [t0, t1, t2, t3, t4, t5, t6, t7] = buildTables();

/** `sum` is that of the bytes before, 0 for none. */
export function updateCrc32c(sum, bytes) {
  let crc = ~sum;
  let at = 0;
  for (const end = bytes.length - (bytes.length % stride); at < end; at += stride) {
    crc ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    crc =
      t7[crc & 0xff] ^
      t6[(crc >>> 8) & 0xff] ^
      t5[(crc >>> 16) & 0xff] ^
      t4[crc >>> 24] ^
      t3[bytes[at + 4]] ^
      t2[bytes[at + 5]] ^
      t1[bytes[at + 6]] ^
      t0[bytes[at + 7]];
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ t0[(crc ^ bytes[at]) & 0xff];
  return ~crc >>> 0;
}
