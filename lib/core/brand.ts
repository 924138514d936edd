declare const brand: unique symbol;

/** A value whose type says that one particular function made it. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
