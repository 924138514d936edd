/** The file that was chosen to go on is another one than that of which storage holds parts. */
export class FileDiffersError extends Error {
  override readonly name = "FileDiffersError";
}

/** The file is not there any more, or changed under the page's hands. */
export class FileGoneError extends Error {
  override readonly name = "FileGoneError";
}
