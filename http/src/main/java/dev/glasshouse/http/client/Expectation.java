package dev.glasshouse.http.client;

/** Whether an origin's connections carry many exchanges at once. */
enum Expectation {
  /** They do: one connection is enough. */
  MANY,
  /** They do not: several are made. */
  ONE,
  /** Nobody knows: the first connection tells. */
  UNKNOWN
}
