package dev.glasshouse.journey;

import java.util.List;

/** Steps of a name server's policy, and of the ways to it that are not DNS's own. */
public sealed interface NameServiceStep extends Step {

  /**
   * An answer is not the true one: a rule of ours put something in its place.
   *
   * @param client address and port of who asked
   * @param name the name asked for
   * @param type the record type
   * @param action blocked, forged, redirected or rewritten
   * @param given what stands in the answer's place: a response code, addresses, another name
   * @param rule the rule as it is written
   * @param place the rule's file and line
   * @param error the extended error that the client is told
   */
  record AnswerHijacked(
      String client,
      String name,
      String type,
      String action,
      String given,
      String rule,
      String place,
      String error)
      implements NameServiceStep {}

  /**
   * A rule let a name pass that a later rule may have taken.
   *
   * @param client address and port of who asked
   * @param name the name asked for
   * @param type the record type
   * @param rule the rule as it is written
   * @param place the rule's file and line
   */
  record AnswerSpared(String client, String name, String type, String rule, String place)
      implements NameServiceStep {}

  /**
   * Rules were read and hold.
   *
   * @param file the file
   * @param rules how many there are
   */
  record NamePolicyLoaded(String file, int rules) implements NameServiceStep {}

  /**
   * Rules could not be read; those before them still hold.
   *
   * @param file the file
   * @param faults what is wrong, each with its file and line
   */
  record NamePolicyRefused(String file, List<String> faults) implements NameServiceStep {}

  /**
   * A question came by HTTP and was answered.
   *
   * @param client address and port
   * @param version the version of HTTP
   * @param method the request's method
   * @param status the response's status code
   * @param size the DNS message's size, bytes; 0 when the response has none
   * @param fresh how long caches may keep it, seconds
   */
  record HttpQuestionServed(
      String client, String version, String method, int status, int size, long fresh)
      implements NameServiceStep {}
}
