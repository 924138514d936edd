import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { EarlyPresses } from "./_client/early/early-presses";
import { StyleNonce } from "./_ui/style-nonce";
import { parseTheme, THEME_COOKIE, themeAttribute } from "./_ui/theme";
import "./globals.css";
import { Providers } from "./providers";

export const metadata: Metadata = {
  title: { default: "Segno", template: "%s · Segno" },
  description: "Where a band keeps its songs in progress.",
  icons: { icon: "/icon.svg", apple: "/icon-touch-180.png" },
  appleWebApp: { title: "Segno", statusBarStyle: "default" },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  // The frame's ground, as in globals.css.
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f5f4f2" },
    { media: "(prefers-color-scheme: dark)", color: "#0c0b0a" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang="en" data-theme={themeAttribute(theme)}>
      <body>
        <EarlyPresses nonce={nonce} />
        <StyleNonce nonce={nonce} />
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
