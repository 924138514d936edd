import type { MetadataRoute } from "next";

/** What a device shows of Segno when somebody puts it beside their other apps. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: "Segno",
    short_name: "Segno",
    description: "Where a band keeps its songs in progress.",
    id: "/",
    start_url: "/",
    scope: "/",
    display: "standalone",
    // The frame's ground in the dark, which the sign's own ground meets without an edge.
    background_color: "#1b1a18",
    theme_color: "#1b1a18",
    categories: ["music", "productivity"],
    icons: [
      { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
      { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
    ],
  };
}
