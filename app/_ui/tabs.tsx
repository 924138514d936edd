"use client";
import { Content, List, Root, Trigger } from "radix-ui/tabs";
import type { ReactNode } from "react";

export type TabsProps = {
  label: string;
  tabs: { value: string; label: ReactNode; content: ReactNode }[];
  value?: string;
  defaultValue?: string;
  onValueChange?: (value: string) => void;
};

/** Panels that share one place. */
export function Tabs({ label, tabs, value, defaultValue, onValueChange }: TabsProps) {
  return (
    <Root value={value} defaultValue={defaultValue ?? tabs[0]?.value} onValueChange={onValueChange}>
      <List aria-label={label} className="flex gap-4 border-grey-3 border-b">
        {tabs.map((tab) => (
          <Trigger
            key={tab.value}
            value={tab.value}
            className="focus-inset -mb-px h-9 border-transparent border-b-2 font-strong text-grey-2 text-ui hover:text-ink data-[state=active]:border-ink data-[state=active]:text-ink max-desk:h-11"
          >
            {tab.label}
          </Trigger>
        ))}
      </List>
      {tabs.map((tab) => (
        <Content key={tab.value} value={tab.value} className="pt-4">
          {tab.content}
        </Content>
      ))}
    </Root>
  );
}
