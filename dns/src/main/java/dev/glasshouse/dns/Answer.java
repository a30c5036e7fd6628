package dev.glasshouse.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What was found out about one name and one record type.
 *
 * @param name the name asked for, in lower case, without a dot at its end
 * @param type the record type, for example AAAA
 * @param outcome whether there is something
 * @param aliases the aliases (CNAME) that were followed, in order
 * @param records the records; empty unless something was found
 * @param ttl how long it may be kept, as the servers said, within our limits; zero when it may not
 * @param at when it was found out
 * @param source who said so: a server's address and port
 */
public record Answer(
    String name,
    String type,
    Outcome outcome,
    List<Alias> aliases,
    List<Datum> records,
    Duration ttl,
    Instant at,
    String source) {

  /** Whether there is something. */
  public enum Outcome {
    /** There are records. */
    FOUND,
    /** The name exists, but has nothing of this type. */
    NODATA,
    /** The name does not exist. */
    NXDOMAIN
  }

  /**
   * An alias.
   *
   * @param name the alias
   * @param target the name that it stands for
   * @param ttl how long it holds
   */
  public record Alias(String name, String target, Duration ttl) {}

  /**
   * A record.
   *
   * @param name whose it is
   * @param ttl its TTL as the server said
   * @param text its content, as zone files spell it
   */
  public record Datum(String name, Duration ttl, String text) {}

  /** Copies the lists. */
  public Answer {
    aliases = List.copyOf(aliases);
    records = List.copyOf(records);
  }

  /** The name at the end of the aliases. */
  public String canonicalName() {
    return aliases.isEmpty() ? name : aliases.getLast().target();
  }

  /** When it ends to hold. */
  public Instant expires() {
    return at.plus(ttl);
  }

  /** How much longer it holds; zero when it does no more. */
  public Duration left(Instant now) {
    Duration left = Duration.between(now, expires());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** The addresses, when the type is A or AAAA. */
  public List<InetAddress> addresses() {
    return type.equals("A") || type.equals("AAAA")
        ? records.stream().map(r -> InetAddress.ofLiteral(r.text())).toList()
        : List.of();
  }
}
