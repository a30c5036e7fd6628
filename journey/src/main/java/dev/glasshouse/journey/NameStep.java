package dev.glasshouse.journey;

import java.time.Duration;
import java.util.List;

/** Steps of looking up a name. */
public sealed interface NameStep extends Step {

  /**
   * A cache of names was asked.
   *
   * @param cache which one
   * @param name the name
   * @param type the record type
   * @param hit whether it knew
   * @param left how much longer what it knows holds; zero on a miss
   */
  record NameCacheAsked(String cache, String name, String type, boolean hit, Duration left)
      implements NameStep {}

  /**
   * The hosts file was read for a name.
   *
   * @param file its path
   * @param name the name
   * @param line the line that answered, from 1; 0 when none did
   * @param addresses the addresses found
   */
  record HostsAsked(String file, String name, int line, List<String> addresses)
      implements NameStep {}

  /**
   * A question went to a server.
   *
   * @param server address and port
   * @param transport UDP or TCP
   * @param name the name asked for
   * @param type the record type
   * @param attempt 1 for the first try at this server
   */
  record NameAsked(String server, String transport, String name, String type, int attempt)
      implements NameStep {}

  /**
   * The resolver inside of this program was asked, in place of the system's servers: whom it asked
   * is told below.
   *
   * @param name the name asked for
   * @param type the record type
   * @param outcome the response code, or how it failed: SERVFAIL, TIMEOUT, REFUSED or BOGUS
   */
  record ResolverAsked(String name, String type, String outcome) implements NameStep {}

  /**
   * A server answered a question.
   *
   * @param server address and port
   * @param transport UDP or TCP
   * @param name the name asked for
   * @param type the record type
   * @param code the response code, for example NOERROR or NXDOMAIN
   * @param answers the answer section's records as text
   * @param ttl how long the answer may be kept
   * @param size the message's size, bytes
   */
  record ServerAnswered(
      String server,
      String transport,
      String name,
      String type,
      String code,
      List<String> answers,
      Duration ttl,
      int size)
      implements NameStep {}

  /**
   * A server did not answer usefully.
   *
   * @param server address and port
   * @param name the name asked for
   * @param type the record type
   * @param problem what happened
   */
  record ServerFailed(String server, String name, String type, String problem)
      implements NameStep {}

  /**
   * A message was dropped because it does not answer the question.
   *
   * @param from address and port it came from
   * @param problem what does not match
   */
  record AnswerDropped(String from, String problem) implements NameStep {}

  /**
   * A server said that its answer is not the true one (RFC 8914 section 4).
   *
   * @param server address and port
   * @param name the name asked for
   * @param type the record type
   * @param mark Blocked, Censored, Filtered or Forged Answer
   * @param text what it says more; may be empty
   */
  record AnswerMarked(String server, String name, String type, String mark, String text)
      implements NameStep {}

  /**
   * The servers are being asked the same already: the one answer is waited for together.
   *
   * @param name the name
   * @param type the record type
   */
  record LookupJoined(String name, String type) implements NameStep {}

  /**
   * An alias was followed.
   *
   * @param name the alias
   * @param target the name that it stands for
   * @param ttl how long the alias holds
   */
  record AliasFollowed(String name, String target, Duration ttl) implements NameStep {}

  /**
   * A name became addresses.
   *
   * @param name the name
   * @param addresses the addresses, in the order they will be tried
   * @param source who answered: a cache, a file with its line, a server, a rule
   * @param ttl how long the answer holds
   */
  record NameAnswered(String name, List<String> addresses, String source, Duration ttl)
      implements NameStep {}

  /**
   * A name did not become addresses.
   *
   * @param name the name
   * @param outcome NXDOMAIN, NODATA, SERVFAIL, TIMEOUT, REFUSED or BOGUS
   * @param source who said so
   */
  record NameFailed(String name, String outcome, String source) implements NameStep {}
}
