package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.serve.AccessList;
import dev.glasshouse.dns.serve.ClientQuery;
import java.net.InetAddress;

/**
 * Who asks a resolver.
 *
 * @param address its address
 * @param access what the access list says of it
 */
public record Caller(InetAddress address, AccessList.Verdict access) {
  /** This program itself, which may ask everything. */
  public static final Caller OURSELVES =
      new Caller(InetAddress.ofLiteral("127.0.0.1"), AccessList.Verdict.ALLOW_SNOOP);

  /** Who asks this. */
  public static Caller of(ClientQuery query) {
    return new Caller(query.client().getAddress(), query.access());
  }
}
