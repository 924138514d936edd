"use client";
import { Component, type ReactNode } from "react";

/**
 * Keeps the focus where it is while rows change their places: a browser takes it from an element that is put elsewhere in the
 * page, and nothing but a class hears of a change before it happens.
 */
export class KeepFocus extends Component<{ children: ReactNode }> {
  override getSnapshotBeforeUpdate(): Element | null {
    return document.activeElement;
  }

  override componentDidUpdate(_props: unknown, _state: unknown, focused: Element | null): void {
    if (focused === document.activeElement || !(focused instanceof HTMLElement) || !focused.isConnected) return;
    focused.focus({ preventScroll: true });
  }

  override render(): ReactNode {
    return this.props.children;
  }
}
