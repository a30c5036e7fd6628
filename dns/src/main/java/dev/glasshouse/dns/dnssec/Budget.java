package dev.glasshouse.dns.dnssec;

/**
 * How much cryptography one question may still cost. Zones can be made so that checking them costs
 * a hundred thousand signatures (CVE-2023-50387, KeyTrap) or hashes (CVE-2023-50868): what is spent
 * here is gone, and what cannot be paid for is not done.
 */
public final class Budget {
  private final int signaturesOfSet;
  private final int mismatches;
  private final int failuresOfMessage;
  private final int hashesOfTurn;
  private int failures;
  private int signatures;
  private int hashes;
  private int turn;

  /**
   * A budget.
   *
   * @param signaturesOfSet how many signatures of one RRset are tried: 8
   * @param mismatches how many DS records that fit no key are tried: 4
   * @param failures how many signatures that do not fit are computed for one message: 16
   * @param signatures how many signatures are checked in all: 200 for a client's question
   * @param hashesOfTurn how many NSEC3 hashes are computed before others get their turn: 8
   * @param hashes how many NSEC3 hashes are computed in all: 256
   */
  public Budget(
      int signaturesOfSet,
      int mismatches,
      int failures,
      int signatures,
      int hashesOfTurn,
      int hashes) {
    this.signaturesOfSet = signaturesOfSet;
    this.mismatches = mismatches;
    this.failuresOfMessage = failures;
    this.failures = failures;
    this.signatures = signatures;
    this.hashesOfTurn = hashesOfTurn;
    this.hashes = hashes;
    this.turn = hashesOfTurn;
  }

  /** The budget of one client question where nobody says otherwise. */
  public static Budget usual() {
    return new Budget(8, 4, 16, 200, 8, 256);
  }

  int signaturesOfSet() {
    return signaturesOfSet;
  }

  int mismatches() {
    return mismatches;
  }

  /** Pays for a signature; false when nothing is left. */
  boolean signature() {
    return failures > 0 && signatures-- > 0;
  }

  /** A signature that was paid for did not fit. */
  void failed() {
    failures--;
  }

  /** Another message is looked at. */
  void nextMessage() {
    failures = failuresOfMessage;
  }

  /** Pays for a hash; false when none is left at all. */
  boolean hash() {
    if (hashes <= 0) {
      return false;
    }
    if (turn <= 0) {
      throw new Yield();
    }
    turn--;
    hashes--;
    return true;
  }

  /** Others have had their turn. */
  public void nextTurn() {
    turn = hashesOfTurn;
  }

  /** How many signatures may still be checked. */
  public int signaturesLeft() {
    return Math.max(0, signatures);
  }

  /** How many hashes may still be computed. */
  public int hashesLeft() {
    return hashes;
  }

  /** The hashes of this turn are used up: the proof goes on in the next. */
  static final class Yield extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Yield() {
      super("the hashes of this turn are used up", null, false, false);
    }
  }
}
