"use client";
import { type PointerEvent, type RefObject, useEffect, useRef } from "react";
import type { Range } from "./mark";
import type { WaveView } from "./use-wave-view";
import { spanOf, type View, xToTime, zoomView } from "./view";

/** Less than this is a click with an unsteady hand. */
const DRAG_PX = 5;
const WHEEL_ZOOM_PER_PX = 0.0022;

type GestureInput = {
  wave: WaveView;
  durationSec: number;
  onSeek: (sec: number) => void;
  /** Without it a drag moves the view instead. */
  onSelectRange?: (range: Range) => void;
  /** The range while it is being drawn; null when the drawing ended. */
  onDraftRange?: (range: Range | null) => void;
};

type Touch = { x: number; y: number };
type Gesture = { kind: "press" | "select" | "pan" | "pinch"; startX: number; startView: View; startGapPx: number };

const orderRange = (a: number, b: number): Range => ({ startSec: Math.min(a, b), endSec: Math.max(a, b) });

/** Click seeks; drag selects (mouse) or moves (finger, middle button); two fingers and the wheel zoom. */
export function useWaveGestures(ref: RefObject<HTMLElement | null>, input: GestureInput) {
  const pointers = useRef(new Map<number, Touch>());
  const gesture = useRef<Gesture | null>(null);
  useWheel(ref, input.wave);

  const { wave, durationSec, onSeek, onSelectRange, onDraftRange } = input;
  const widthOf = () => ref.current?.clientWidth ?? 1;
  const placeOf = (event: PointerEvent): Touch => {
    const box = ref.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY };
  };
  const secAt = (x: number, view: View) => Math.min(durationSec, Math.max(0, xToTime(x, view, widthOf())));
  const touches = () => [...pointers.current.values()];

  function begin(kind: Gesture["kind"]): void {
    const [first, second] = touches();
    if (!first) return;
    const startGapPx = second ? Math.abs(second.x - first.x) : 0;
    gesture.current = { kind, startX: second ? (first.x + second.x) / 2 : first.x, startView: wave.view, startGapPx };
  }

  function onPointerDown(event: PointerEvent<HTMLElement>): void {
    if (event.button > 1) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    pointers.current.set(event.pointerId, placeOf(event));
    begin(pointers.current.size > 1 ? "pinch" : event.button === 1 ? "pan" : "press");
  }

  function onPointerMove(event: PointerEvent<HTMLElement>): void {
    const active = gesture.current;
    if (!active || !pointers.current.has(event.pointerId)) return;
    const place = placeOf(event);
    pointers.current.set(event.pointerId, place);
    if (active.kind === "press" && Math.abs(place.x - active.startX) > DRAG_PX) {
      active.kind = onSelectRange && event.pointerType !== "touch" ? "select" : "pan";
    }
    if (active.kind === "select") {
      onDraftRange?.(orderRange(secAt(active.startX, active.startView), secAt(place.x, active.startView)));
    } else if (active.kind === "pan") {
      movePan(active, place.x);
    } else if (active.kind === "pinch") movePinch(active);
  }

  function movePan(active: Gesture, x: number): void {
    const deltaSec = ((active.startX - x) / widthOf()) * spanOf(active.startView);
    wave.moveTo({ fromSec: active.startView.fromSec + deltaSec, toSec: active.startView.toSec + deltaSec });
  }

  function movePinch(active: Gesture): void {
    const [first, second] = touches();
    if (!first || !second) return;
    const factor = Math.max(20, Math.abs(second.x - first.x)) / Math.max(20, active.startGapPx);
    wave.moveTo(zoomView(active.startView, factor, secAt(active.startX, active.startView), durationSec));
  }

  function onPointerUp(event: PointerEvent<HTMLElement>): void {
    const active = gesture.current;
    if (!pointers.current.delete(event.pointerId)) return;
    if (active?.kind === "pinch" && pointers.current.size > 0) return begin("pan");
    gesture.current = null;
    const x = placeOf(event).x;
    if (active?.kind === "press") onSeek(secAt(x, wave.view));
    if (active?.kind === "select") {
      onDraftRange?.(null);
      onSelectRange?.(orderRange(secAt(active.startX, active.startView), secAt(x, active.startView)));
    }
  }

  function onPointerCancel(event: PointerEvent<HTMLElement>): void {
    pointers.current.delete(event.pointerId);
    gesture.current = null;
    onDraftRange?.(null);
  }

  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel };
}

/** Up and down zooms at the pointer, sideways moves. Not passive, as the page must not scroll along. */
function useWheel(ref: RefObject<HTMLElement | null>, wave: WaveView): void {
  const latest = useRef(wave);
  useEffect(() => {
    latest.current = wave;
  }, [wave]);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const handleWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { view, panBy, zoomBy } = latest.current;
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        panBy((sideways * pixels * spanOf(view)) / element.clientWidth);
        return;
      }
      // A pinch on a trackpad arrives as a wheel with Ctrl and small steps.
      const strength = event.ctrlKey ? 5 : 1;
      const x = event.clientX - element.getBoundingClientRect().left;
      zoomBy(Math.exp(-event.deltaY * pixels * WHEEL_ZOOM_PER_PX * strength), xToTime(x, view, element.clientWidth));
    };
    element.addEventListener("wheel", handleWheel, { passive: false });
    return () => element.removeEventListener("wheel", handleWheel);
  }, [ref]);
}
