package dev.glasshouse.journey;

/** Where a step's facts come from. Nothing invented is ever shown as captured. */
public enum Source {
  /** Seen and timed by this program. */
  MEASURED,
  /** Told by the operating system's kernel. */
  KERNEL,
  /** Told by the peer, and not checked. */
  PEER,
  /** Computed from other facts of the journey. */
  DERIVED
}
