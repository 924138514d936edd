import { expect, it, vi } from "vitest";
import { holdOrder, isOrderHeld, onOrderFree } from "./order-hold";

it("B310: an order is held until the last hand lets it go, once each", () => {
  const wake = vi.fn();
  const forget = onOrderFree(wake);
  const [drag, move] = [holdOrder("a"), holdOrder("a")];
  expect([isOrderHeld("a"), isOrderHeld("b")]).toEqual([true, false]);
  drag();
  drag();
  expect(isOrderHeld("a")).toBe(true);
  expect(wake).not.toHaveBeenCalled();
  move();
  expect(isOrderHeld("a")).toBe(false);
  expect(wake).toHaveBeenCalledOnce();
  forget();
  holdOrder("a")();
  expect(wake).toHaveBeenCalledOnce();
});
