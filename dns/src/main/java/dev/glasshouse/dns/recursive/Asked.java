package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.serve.ClientQuery;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.NameBytes;
import java.io.IOException;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;

/**
 * What a client asks, and how.
 *
 * @param question name, type and class
 * @param wishes what else the client said
 * @param caller who the client is
 */
public record Asked(Question question, Set<Wish> wishes, Caller caller) {

  /** What a client can say besides its question. */
  public enum Wish {
    /** The servers of the owners shall be asked where the cache does not know (RFC 1034). */
    RECURSION,
    /** The client checks signatures itself (RFC 4035 section 3.2.2, the CD bit). */
    CHECKING_DISABLED,
    /** The client wants to know whether the answer is authentic (RFC 6840 section 5.7, AD). */
    AUTHENTIC,
    /** The client wants signatures too (RFC 3225, the DO bit). */
    SIGNATURES,
    /** The client speaks EDNS (RFC 6891). */
    EDNS,
    /** The client wants the recursion told, as {@link Action.Tell}. */
    TOLD;

    private int bit() {
      return 1 << ordinal();
    }
  }

  // Every set that there can be, by its bits: a question makes none of its own.
  private static final List<Wishes> SETS =
      IntStream.range(0, 1 << Wish.values().length).mapToObj(Wishes::new).toList();

  /** A set of wishes that stays as it is, by its bits. */
  private static final class Wishes extends AbstractSet<Wish> {
    private final int bits;

    Wishes(int bits) {
      this.bits = bits;
    }

    @Override
    public boolean contains(@Nullable Object other) {
      return other instanceof Wish wish && (bits & wish.bit()) != 0;
    }

    @Override
    public Iterator<Wish> iterator() {
      return Arrays.stream(Wish.values()).filter(this::contains).iterator();
    }

    @Override
    public int size() {
      return Integer.bitCount(bits);
    }
  }

  /** Copies the set. */
  public Asked {
    if (!(wishes instanceof Wishes)) {
      int bits = 0;
      for (Wish wish : wishes) {
        bits |= wish.bit();
      }
      wishes = SETS.get(bits);
    }
  }

  /** What this program itself asks. */
  public Asked(Question question, Set<Wish> wishes) {
    this(question, wishes, Caller.OURSELVES);
  }

  /** A question for which recursion is wanted, and nothing else. */
  public static Asked of(Question question) {
    return new Asked(question, Set.of(Wish.RECURSION));
  }

  /** What a client's message asks, which has one question. */
  public static Asked of(Message message) {
    Set<Wish> wishes = EnumSet.noneOf(Wish.class);
    OPTRecord opt = message.getOPT();
    note(wishes, Wish.RECURSION, message.getHeader().getFlag(Flags.RD));
    note(wishes, Wish.CHECKING_DISABLED, message.getHeader().getFlag(Flags.CD));
    note(wishes, Wish.AUTHENTIC, message.getHeader().getFlag(Flags.AD));
    note(wishes, Wish.EDNS, opt != null);
    note(wishes, Wish.SIGNATURES, opt != null && (opt.getFlags() & ExtendedFlags.DO) != 0);
    return new Asked(Question.of(message.getQuestion()), wishes);
  }

  /**
   * What a client's message asks, without decoding what it says besides: an option that nobody
   * needs may be malformed.
   *
   * @param query with one question
   * @throws IOException when its name does not hold, which the scan has seen
   */
  public static Asked of(ClientQuery query) throws IOException {
    MessageScan scan = query.scan();
    int wishes =
        ((scan.flags() & 0x0100) != 0 ? Wish.RECURSION.bit() : 0)
            | ((scan.flags() & 0x0010) != 0 ? Wish.CHECKING_DISABLED.bit() : 0)
            | ((scan.flags() & 0x0020) != 0 ? Wish.AUTHENTIC.bit() : 0)
            | (scan.opt() >= 0 ? Wish.EDNS.bit() : 0)
            | (scan.dnssecOk() ? Wish.SIGNATURES.bit() : 0);
    var name = new Name(NameBytes.expand(scan.bytes(), MessageScan.HEADER));
    return new Asked(
        new Question(name, scan.questionType(), scan.questionClass()),
        SETS.get(wishes),
        Caller.of(query));
  }

  private static void note(Set<Wish> wishes, Wish wish, boolean set) {
    if (set) {
      wishes.add(wish);
    }
  }

  /** The same without a wish. */
  public Asked without(Wish wish) {
    Set<Wish> others = EnumSet.noneOf(Wish.class);
    others.addAll(wishes);
    others.remove(wish);
    return new Asked(question, others, caller);
  }

  /** The same with one more wish. */
  public Asked with(Wish wish) {
    Set<Wish> all = EnumSet.of(wish);
    all.addAll(wishes);
    return new Asked(question, all, caller);
  }

  /** The same about something else. */
  public Asked about(Question other) {
    return new Asked(other, wishes, caller);
  }

  /** Whether the client said this. */
  public boolean wants(Wish wish) {
    return wishes.contains(wish);
  }
}
