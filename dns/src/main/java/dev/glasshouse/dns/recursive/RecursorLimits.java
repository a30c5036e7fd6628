package dev.glasshouse.dns.recursive;

import java.time.Duration;

/**
 * Every limit of the recursion. One client question has one budget, which everything done for it is
 * charged to.
 *
 * @param depth how deep questions for questions may go (a server's name needs a server ...): 7
 * @param questions how many of them one question may make, in all: 50
 * @param restarts how often aliases may start it anew: 11
 * @param sent how many messages one question may send in all, retries included: 200
 * @param targets how many servers' names of one delegation are looked up: 16 (NXNS)
 * @param targetsPerQuestion and of all its delegations: 64
 * @param absentTargets how many of the server names of one delegation may turn out not to exist
 *     before no more of them are looked up: 5 (NXNS); what the cache knows does not count
 * @param tries how often one server is asked for the same, when nothing comes: 5
 * @param referrals how many referrals one question follows: 30; names have rarely more than six
 *     cuts
 * @param serversPerZone how many servers of one delegation are kept: 20; the rest is not looked at
 *     (NRDelegation)
 * @param nearMisses after how many messages that do not fit TCP is taken: 1 (RFC 5452 section 9.2)
 * @param drops how many such messages one exchange takes: 1,000; after them it has failed
 * @param signatures how many signatures of one RRset are tried (KeyTrap): 8
 * @param dsMismatches how many DS records that fit no key are tried: 4
 * @param validations how many signatures that do not fit are computed for one message: 16
 * @param validationsPerQuestion and for one client question in all: 200
 * @param nsec3Iterations beyond how many iterations NSEC3 counts as insecure (RFC 9276): 50
 * @param nsec3Hashes how many NSEC3 hashes are computed in one turn: 8
 * @param nsec3HashesPerQuestion and for one client question in all: 256
 * @param minimisations how many labels are added one at a time (RFC 9156 section 2.3): 10
 * @param clients how many client questions may wait at one time: 10,000
 * @param chance how long one of them waits at least before it makes room for another: 200 ms
 * @param waiting how many clients may wait for one question: 1,000
 * @param waitingPerAddress how many questions by UDP of one address may wait: 200; their answers
 *     together are at most 250 kB (DNSBomb)
 * @param late after how long an answer by UDP is not sent any more: 1.9 s; stub resolvers ask again
 *     before that, and are then answered from the cache
 * @param recordCacheBytes what the cache of records may take: 32 MiB
 * @param serverCacheEntries of how many servers times and faults are remembered: 20,000
 * @param udpSize how large an answer by UDP may be (DNS Flag Day 2020): 1232
 * @param leastPatience how long one server is waited for at least: 50 ms
 * @param patience and at most: 2 s
 * @param question how long one client question may take in all: 10 s
 */
public record RecursorLimits(
    int depth,
    int questions,
    int restarts,
    int sent,
    int targets,
    int targetsPerQuestion,
    int absentTargets,
    int tries,
    int referrals,
    int serversPerZone,
    int nearMisses,
    int drops,
    int signatures,
    int dsMismatches,
    int validations,
    int validationsPerQuestion,
    int nsec3Iterations,
    int nsec3Hashes,
    int nsec3HashesPerQuestion,
    int minimisations,
    int clients,
    Duration chance,
    int waiting,
    int waitingPerAddress,
    Duration late,
    long recordCacheBytes,
    int serverCacheEntries,
    int udpSize,
    Duration leastPatience,
    Duration patience,
    Duration question) {

  /** The limits that hold where nobody says otherwise. */
  public static final RecursorLimits DEFAULT =
      new RecursorLimits(
          7,
          50,
          11,
          200,
          16,
          64,
          5,
          5,
          30,
          20,
          1,
          1000,
          8,
          4,
          16,
          200,
          50,
          8,
          256,
          10,
          10_000,
          Duration.ofMillis(200),
          1000,
          200,
          Duration.ofMillis(1900),
          32L << 20,
          20_000,
          1232,
          Duration.ofMillis(50),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10));

  /** The same limits, some of which can be changed. */
  public Builder but() {
    return new Builder(this);
  }

  /** Limits that differ from others in what people set, and in what tests without a clock need. */
  public static final class Builder {
    private final RecursorLimits usual;
    private int questions;
    private int restarts;
    private int sent;
    private int tries;
    private int nsec3Iterations;
    private int clients;
    private long recordCacheBytes;
    private Duration leastPatience;
    private Duration patience;
    private Duration question;

    private Builder(RecursorLimits usual) {
      this.usual = usual;
      this.questions = usual.questions;
      this.restarts = usual.restarts;
      this.sent = usual.sent;
      this.tries = usual.tries;
      this.nsec3Iterations = usual.nsec3Iterations;
      this.clients = usual.clients;
      this.recordCacheBytes = usual.recordCacheBytes;
      this.leastPatience = usual.leastPatience;
      this.patience = usual.patience;
      this.question = usual.question;
    }

    /** How many questions one question may make, in all. */
    public Builder questions(int questions) {
      this.questions = questions;
      return this;
    }

    /** How often aliases may start a question anew. */
    public Builder restarts(int restarts) {
      this.restarts = restarts;
      return this;
    }

    /** How many messages one question may send in all. */
    public Builder sent(int sent) {
      this.sent = sent;
      return this;
    }

    /** How often one server is asked for the same. */
    public Builder tries(int tries) {
      this.tries = tries;
      return this;
    }

    /** Beyond how many iterations NSEC3 counts as insecure. */
    public Builder nsec3Iterations(int iterations) {
      this.nsec3Iterations = iterations;
      return this;
    }

    /** How many client questions may wait at one time. */
    public Builder clients(int clients) {
      this.clients = clients;
      return this;
    }

    /** What the cache of records may take. */
    public Builder recordCache(long bytes) {
      this.recordCacheBytes = bytes;
      return this;
    }

    /** How long a server is waited for, and how long one client question may take in all. */
    public Builder patience(Duration least, Duration most, Duration question) {
      this.leastPatience = least;
      this.patience = most;
      this.question = question;
      return this;
    }

    /** The limits. */
    public RecursorLimits build() {
      return new RecursorLimits(
          usual.depth,
          questions,
          restarts,
          sent,
          usual.targets,
          usual.targetsPerQuestion,
          usual.absentTargets,
          tries,
          usual.referrals,
          usual.serversPerZone,
          usual.nearMisses,
          usual.drops,
          usual.signatures,
          usual.dsMismatches,
          usual.validations,
          usual.validationsPerQuestion,
          nsec3Iterations,
          usual.nsec3Hashes,
          usual.nsec3HashesPerQuestion,
          usual.minimisations,
          clients,
          usual.chance,
          usual.waiting,
          usual.waitingPerAddress,
          usual.late,
          recordCacheBytes,
          usual.serverCacheEntries,
          usual.udpSize,
          leastPatience,
          patience,
          question);
    }
  }
}
