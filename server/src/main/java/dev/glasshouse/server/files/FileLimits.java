package dev.glasshouse.server.files;

/**
 * Limits of what is served from files.
 *
 * @param ranges ranges that one request may ask for: 32, more than readers of films and PDFs use; a
 *     request for more gets the whole
 * @param coded bytes from which a body is coded: 1 KiB; less fits into one packet either way
 * @param upload bytes of a file that PUT brings: 1 GiB
 * @param listed names in a listing: 10,000; the rest is counted
 * @param scanned bytes of a page that are read for the links that are told early: 32 KiB, where its
 *     head lies
 * @param hinted links that are told early: 20
 * @param pages pages whose links are remembered: 1,000
 * @param kept bytes of files that are kept in memory, with their coded forms: 32 MiB
 * @param keptFile bytes of a file from which on it is not: 256 KiB, since whoever loads more is not
 *     held up by the disk
 */
public record FileLimits(
    int ranges,
    int coded,
    long upload,
    int listed,
    int scanned,
    int hinted,
    int pages,
    long kept,
    int keptFile) {
  /** The usual ones. */
  public static final FileLimits USUAL =
      new FileLimits(32, 1024, 1L << 30, 10_000, 32 * 1024, 20, 1000, 32 << 20, 256 << 10);
}
