// Preloaded into the app's process: when the supervisor is gone, even by kill -9, the app and its children go too.
if (process.channel) {
  process.channel.unref();
  process.once("disconnect", () => {
    process.kill(0, "SIGTERM");
    setTimeout(() => process.kill(0, "SIGKILL"), 5_000);
  });
}
