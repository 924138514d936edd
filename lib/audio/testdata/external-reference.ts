const PARENTS = ["moov", "trak", "mdia", "minf", "dinf", "dref"];
const ALIAS_BYTES = 158;

/**
 * An M4A whose sound is said to lie in another file of the same folder, by a QuickTime alias record. `m4a` is an
 * ordinary one with its index behind the sound.
 */
export function referTo(m4a: Buffer, fileName: string): Buffer {
  const entryAt = m4a.indexOf("url ", m4a.indexOf("dref")) - 4;
  const alias = makeAlias(`folder/${fileName}`);
  const changed = Buffer.concat([m4a.subarray(0, entryAt), alias, m4a.subarray(entryAt + 12)]);
  let at = 0;
  for (const parent of PARENTS) {
    at = changed.indexOf(parent, at);
    changed.writeUInt32BE(changed.readUInt32BE(at - 4) + alias.length - 12, at - 4);
  }
  return changed;
}

function makeAlias(path: string): Buffer {
  const type = 2;
  const name = Buffer.from(path.length % 2 ? `${path}\0` : path);
  const alias = Buffer.alloc(12 + ALIAS_BYTES + 4 + name.length + 4);
  alias.writeUInt32BE(alias.length, 0);
  alias.write("alis", 4, "latin1");
  // Behind version and flags: volume at 10, file name at 50, levels up and down at 130.
  const record = alias.subarray(12);
  record.writeUInt8(1, 10);
  record.write("v", 11, "latin1");
  record.writeUInt8(1, 50);
  record.write("f", 51, "latin1");
  record.writeUInt16BE(1, 130);
  record.writeUInt16BE(1, 132);
  record.writeUInt16BE(type, 150);
  record.writeUInt16BE(path.length, 152);
  name.copy(record, 154);
  record.writeUInt16BE(0xffff, 154 + name.length);
  return alias;
}
