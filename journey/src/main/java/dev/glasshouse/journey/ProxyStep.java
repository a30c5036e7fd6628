package dev.glasshouse.journey;

import java.util.List;

/** Steps of going through a proxy: what it is told, and what it answers. */
public sealed interface ProxyStep extends Step {

  /**
   * A URL is fetched through a proxy.
   *
   * @param url the URL's origin
   * @param proxy the proxy, without credentials
   * @param sees what the proxy sees of the exchange: everything, or host and port alone
   */
  record ProxyChosen(String url, String proxy, String sees) implements ProxyStep {}

  /**
   * A URL is fetched without the proxy that is set.
   *
   * @param url the URL's origin
   * @param proxy the proxy that is not used, without credentials
   */
  record ProxyPassedBy(String url, String proxy) implements ProxyStep {}

  /**
   * A proxy was asked for a way to a host.
   *
   * @param connection the connection's number
   * @param proxy the proxy
   * @param target host and port, as they were said to it
   * @param by CONNECT, CONNECT over HTTP/2, SOCKS5 or SOCKS5h
   * @param said the lines that it was sent, secrets shortened
   */
  record TunnelAsked(long connection, String proxy, String target, String by, List<String> said)
      implements ProxyStep {}

  /**
   * A proxy made the way.
   *
   * @param connection the connection's number
   * @param proxy the proxy
   * @param target host and port
   * @param answer what it answered
   */
  record TunnelOpened(long connection, String proxy, String target, String answer)
      implements ProxyStep {}

  /**
   * A connection runs over one stream of a connection to a proxy, beside others.
   *
   * @param connection the number of the connection that is carried
   * @param target host and port
   * @param carrier the number of the connection to the proxy
   * @param proxy the proxy
   */
  record TunnelCarried(long connection, String target, long carrier, String proxy)
      implements ProxyStep {}

  /**
   * A proxy did not make the way.
   *
   * @param connection the connection's number
   * @param proxy the proxy
   * @param target host and port
   * @param problem what it answered, or what went wrong
   */
  record TunnelRefused(long connection, String proxy, String target, String problem)
      implements ProxyStep {}

  /**
   * A proxy wants to know who asks.
   *
   * @param connection the connection's number
   * @param proxy the proxy
   * @param offered the schemes that it takes
   * @param chosen the one that is used; empty when none is
   */
  record ProxyAsksWho(long connection, String proxy, List<String> offered, String chosen)
      implements ProxyStep {}
}
