package dev.glasshouse.dns.serve;

/** Whoever knows answers: zones, a cache with a resolver behind it, a script in a test. */
@FunctionalInterface
public interface Answerer {

  /**
   * Answers a question, at once or later, with exactly one call that ends the reply. Runs on an
   * event loop: it must not block. What it throws is answered SERVFAIL.
   *
   * @param query holds until this returns; {@link ClientQuery#kept} holds longer
   * @param reply may be used later, from any thread
   */
  void answer(ClientQuery query, ReplySink reply);
}
