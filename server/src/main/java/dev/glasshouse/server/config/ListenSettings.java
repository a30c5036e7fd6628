package dev.glasshouse.server.config;

import dev.glasshouse.dns.serve.AddressRange;
import dev.glasshouse.http.Limits;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * An address to listen at.
 *
 * @param address where; port 0 for any that is free
 * @param tls whether TLS is spoken
 * @param versions what is spoken beside HTTP/1
 * @param proxies who sends the PROXY protocol's header first, and is believed; none for nobody
 * @param limits of its connections
 * @param perAddress how many connections one address may have at once; 0 for any number
 * @param values everything that is said of it
 */
public record ListenSettings(
    InetSocketAddress address,
    boolean tls,
    Versions versions,
    List<AddressRange> proxies,
    Limits limits,
    int perAddress,
    Values values) {

  /**
   * The versions beside HTTP/1.0 and 1.1.
   *
   * @param http2 by ALPN, or as the client begins with it
   * @param http3 over QUIC on the UDP port of the same number; only beside TLS
   */
  public record Versions(boolean http2, boolean http3) {}

  public ListenSettings {
    proxies = List.copyOf(proxies);
  }

  /** Of a table. */
  public static ListenSettings of(Values values) {
    Limits usual = Limits.SERVER;
    var head =
        new Limits.Head(
            Math.toIntExact(values.size("start-line")),
            Math.toIntExact(values.size("header-size")),
            usual.head().fields(),
            usual.head().trailers(),
            usual.head().extensions(),
            usual.head().interim());
    var times =
        new Limits.Times(
            usual.times().slot(),
            usual.times().continueWait(),
            usual.times().firstByte(),
            values.duration("header-timeout"),
            values.duration("body-timeout"),
            usual.times().total(),
            values.duration("keep-alive"));
    var pool =
        new Limits.Pool(
            usual.pool().perOrigin(),
            usual.pool().overtakes(),
            usual.pool().attempts(),
            values.number("requests"),
            values.number("connections"),
            usual.pool().total(),
            usual.pool().origins());
    var limits = new Limits(head, usual.content(), times, pool, usual.multiplex(), usual.linger());
    return new ListenSettings(
        values.value("address", InetSocketAddress.class).orElseThrow(),
        values.flag("tls"),
        new Versions(values.flag("http2"), values.flag("http3")),
        values.networks("proxy-protocol"),
        limits,
        values.number("connections-per-address"),
        values);
  }
}
