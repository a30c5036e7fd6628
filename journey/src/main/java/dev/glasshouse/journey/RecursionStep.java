package dev.glasshouse.journey;

import java.time.Duration;
import java.util.List;

/** Steps of a recursive resolver, on the way from the root's servers to the owner's. */
public sealed interface RecursionStep extends Step {

  /**
   * What was learnt before was asked.
   *
   * @param name the name
   * @param type the record type
   * @param hit whether it knew
   * @param left how much longer what it knows holds
   */
  record MemoryAsked(String name, String type, boolean hit, Duration left)
      implements RecursionStep {}

  /**
   * A server was chosen and asked.
   *
   * @param zone the zone that it is asked as a server of
   * @param server address and port
   * @param transport UDP, TCP or TLS
   * @param name the name asked for, which may be less than what is wanted
   * @param type the record type asked for
   * @param rtt how fast it answered so far; zero when unknown
   */
  record ServerChosen(
      String zone, String server, String transport, String name, String type, Duration rtt)
      implements RecursionStep {}

  /**
   * A server answered.
   *
   * @param zone the zone that it was asked as a server of
   * @param server address and port
   * @param transport UDP, TCP or TLS
   * @param name the name asked for
   * @param type the record type asked for
   * @param code the response code
   * @param meaning what it is: answer, alias, referral, lame, only resolves, empty, error
   * @param answers the records that answer, as text
   * @param size the message's size, bytes
   */
  record MessageHeard(
      String zone,
      String server,
      String transport,
      String name,
      String type,
      String code,
      String meaning,
      List<String> answers,
      int size)
      implements RecursionStep {}

  /**
   * A server could not be asked, or did not answer.
   *
   * @param zone the zone that it was asked as a server of
   * @param server address and port
   * @param problem what happened
   */
  record ServerSilent(String zone, String server, String problem) implements RecursionStep {}

  /**
   * A message was dropped because it is not the answer.
   *
   * @param from address and port it came from
   * @param problem what does not fit
   */
  record ForgeryDropped(String from, String problem) implements RecursionStep {}

  /**
   * Servers further down were named.
   *
   * @param zone the zone whose server says so
   * @param child the zone that it leads to
   * @param servers the child's name servers
   * @param signed whether the child is signed, as far as the parent says
   * @param holds how long it is kept
   */
  record ReferralFollowed(
      String zone, String child, List<String> servers, boolean signed, Duration holds)
      implements RecursionStep {}

  /**
   * Records that a server added were judged.
   *
   * @param zone the zone that the server was asked as a server of: its bailiwick
   * @param taken the addresses of name servers that were taken
   * @param refused what was thrown away
   */
  record RecordsJudged(String zone, List<String> taken, List<String> refused)
      implements RecursionStep {}

  /**
   * The address of a name server has to be found first.
   *
   * @param zone the zone that it serves
   * @param server its name
   */
  record ServerSought(String zone, String server) implements RecursionStep {}

  /**
   * An alias was followed.
   *
   * @param name the alias
   * @param target the name that it stands for
   * @param by CNAME or DNAME
   */
  record AliasTaken(String name, String target, String by) implements RecursionStep {}

  /**
   * A chain of trust was led on, or broke.
   *
   * @param name the name whose records were checked
   * @param type the record type
   * @param verdict secure, insecure, bogus or indeterminate
   * @param detail the key that signed, or what is wrong
   */
  record TrustJudged(String name, String type, String verdict, String detail)
      implements RecursionStep {}

  /**
   * The question was asked for already, and is waited for together.
   *
   * @param name the name
   * @param type the record type
   */
  record QuestionJoined(String name, String type) implements RecursionStep {}

  /**
   * The budget of the question is spent.
   *
   * @param limit which limit
   * @param name the name asked for
   */
  record BudgetSpent(String limit, String name) implements RecursionStep {}

  /**
   * An answer whose time is over was served.
   *
   * @param name the name
   * @param type the record type
   * @param over how long its time has been over
   */
  record StaleServed(String name, String type, Duration over) implements RecursionStep {}

  /**
   * An answer is renewed before its time is over.
   *
   * @param name the name
   * @param type the record type
   */
  record AnswerRenewed(String name, String type) implements RecursionStep {}

  /**
   * A link of the chain of trust was checked: a zone's keys, or that it is not signed.
   *
   * @param zone the zone
   * @param status secure, insecure, indeterminate or bogus
   * @param trusted the trust anchors, or the DS records above it: key tag, algorithm, digest
   * @param keys its keys, where they can be trusted: key tag, algorithm, KSK or ZSK
   */
  record ChainLinkChecked(String zone, String status, List<String> trusted, List<String> keys)
      implements RecursionStep {}

  /**
   * The question was answered.
   *
   * @param name the name
   * @param type the record type
   * @param code the response code
   * @param answers the records, as text
   * @param origin where they come from: servers, forwarders, cache, stale, proof, local
   * @param authentic whether they are validated
   * @param holds how long it may be kept
   */
  record RecursionAnswered(
      String name,
      String type,
      String code,
      List<String> answers,
      String origin,
      boolean authentic,
      Duration holds)
      implements RecursionStep {}
}
