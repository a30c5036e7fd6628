package dev.glasshouse.dns.wire;

/**
 * What a message may cost whoever looks it over.
 *
 * @param records how many records a message may have
 * @param follows how many compression pointers one name may follow; real ones follow two
 * @param steps how many labels and pointers all names of a message together may walk
 */
public record WireLimits(int records, int follows, int steps) {
  /**
   * For an answer: 2,048 records, of which 1,500 name servers of one delegation are the most that
   * was ever seen as an attack; 65,536 steps are 16 labels for each of twice as many names.
   */
  public static final WireLimits ANSWER = new WireLimits(2048, 32, 65_536);

  /** For a client's question: it has an OPT record and perhaps a signature; 64 is room to spare. */
  public static final WireLimits QUESTION = new WireLimits(64, 16, 4096);

  /** For a piece of a zone transfer: 65,535 bytes hold at most 5,957 records of 11 bytes. */
  public static final WireLimits TRANSFER = new WireLimits(6000, 32, 262_144);
}
