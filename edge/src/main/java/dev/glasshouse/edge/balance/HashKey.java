package dev.glasshouse.edge.balance;

import dev.glasshouse.http.Request;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What of a request decides where it falls on the ring of {@link Rule#CONSISTENT_HASH}. */
public sealed interface HashKey {
  /** Path and query. */
  record Target() implements HashKey {}

  /** The client's address. */
  record Client() implements HashKey {}

  /** A field's value; the target where the request has none. */
  record FieldValue(String name) implements HashKey {}

  /** The key of a request. */
  default String of(Request request) {
    return switch (this) {
      case Target _ -> request.target();
      case Client _ -> client(request);
      case FieldValue(String name) -> request.fields().first(name).orElse(request.target());
    };
  }

  private static String client(Request request) {
    InetAddress address = request.peer() instanceof InetSocketAddress its ? its.getAddress() : null;
    return address == null ? String.valueOf(request.peer()) : address.getHostAddress();
  }
}
