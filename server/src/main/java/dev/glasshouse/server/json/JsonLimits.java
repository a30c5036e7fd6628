package dev.glasshouse.server.json;

/**
 * Limits of JSON that comes from clients.
 *
 * @param body bytes of a body that is read whole: 1 MiB; larger ones are meant to be streamed
 * @param streamed bytes of a body that is read item by item: 1 GiB
 * @param depth arrays and objects inside one another: 100; records that people write have ten
 * @param text characters of one string: 1 Mi
 * @param problems places that are named when a body does not fit: 20
 */
public record JsonLimits(int body, long streamed, int depth, int text, int problems) {
  /** The usual ones. */
  public static final JsonLimits USUAL = new JsonLimits(1 << 20, 1L << 30, 100, 1 << 20, 20);
}
