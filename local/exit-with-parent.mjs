// Preloaded into the app's process: when the supervisor is gone, even by kill -9, the app and its children go too.
// The channel stays referenced: a forked child of `next dev` waits for its orders on it and would end before they come.
process.once("disconnect", () => {
  process.kill(0, "SIGTERM");
  setTimeout(() => process.kill(0, "SIGKILL"), 5_000);
});
