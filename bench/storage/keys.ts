export const bucket = "bench";
export const keys = { accessKeyId: "segnobench", secretAccessKey: "segnobenchsecret", region: "auto" };
