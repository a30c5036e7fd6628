package dev.glasshouse.server.push;

/** As many listen or wait as may. */
public final class FullException extends Exception {
  private static final long serialVersionUID = 1;

  private final int most;

  FullException(int most) {
    super("as many as may: " + most);
    this.most = most;
  }

  /** How many may. */
  public int most() {
    return most;
  }
}
