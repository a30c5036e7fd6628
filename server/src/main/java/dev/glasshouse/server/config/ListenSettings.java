package dev.glasshouse.server.config;

import dev.glasshouse.dns.serve.AddressRange;
import dev.glasshouse.http.Limits;
import dev.glasshouse.net.quic.CongestionControl;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
   * @param congestion how QUIC finds out how fast it may send
   * @param spdy SPDY/3.1 by ALPN, where a client offers nothing better
   */
  public record Versions(boolean http2, boolean http3, CongestionControl congestion, boolean spdy) {
    static Versions of(Values values) {
      return new Versions(
          values.flag("http2"),
          values.flag("http3"),
          CongestionControl.valueOf(values.text("quic-congestion").toUpperCase(Locale.ROOT)),
          values.flag("spdy"));
    }

    /** The protocols that TLS offers over TCP, the best first (RFC 7301 3.1). */
    public List<String> alpn() {
      var all = new ArrayList<String>();
      if (http2) {
        all.add("h2");
      }
      all.add("http/1.1");
      if (spdy) {
        all.add("spdy/3.1");
      }
      return all;
    }
  }

  /** More than 0 lets a handler push; how many it does is limited by the page's own hints. */
  private static final int PUSHES = 20;

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
    var pace = new Limits.Pace(values.number("minimum-rate"), usual.pace().patience());
    Limits.Multiplex multiplex = usual.multiplex().pushing(values.flag("push") ? PUSHES : 0);
    var limits = new Limits(head, usual.content(), times, pool, multiplex, usual.linger(), pace);
    return new ListenSettings(
        values.value("address", InetSocketAddress.class).orElseThrow(),
        values.flag("tls"),
        Versions.of(values),
        values.networks("proxy-protocol"),
        limits,
        values.number("connections-per-address"),
        values);
  }
}
