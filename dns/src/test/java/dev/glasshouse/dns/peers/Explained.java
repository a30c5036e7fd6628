package dev.glasshouse.dns.peers;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.xbill.DNS.Type;

/** Where our answer differs from Unbound's, and why that is as it should be. */
enum Explained {
  /**
   * With CD nothing is validated for it here, and so nothing is said to be authentic (RFC 4035
   * section 3.2.2 leaves it open); Unbound validates all the same. What is known to be wrong is
   * told beside the answer (RFC 8914 section 4.7).
   */
  UNCHECKED("www.nsec.north. A", "www.nsec.north. A CD") {
    @Override
    boolean explains(RandomQuestions.Asked asked, Told ours, Told theirs) {
      return asked.unchecked()
          && !ours.authentic()
          && EnumSet.of(Part.AUTHENTIC, Part.WHY).containsAll(differ(ours, theirs));
    }
  },
  /** More than 50 NSEC3 iterations are insecure (RFC 9276 section 3.2); Unbound's limit is 150. */
  ITERATIONS("nothing.iter100.north. A DO") {
    @Override
    boolean explains(RandomQuestions.Asked asked, Told ours, Told theirs) {
      return asked.zone().equals("iter100.north.")
          && !ours.authentic()
          && EnumSet.of(Part.AUTHENTIC, Part.WHY).containsAll(differ(ours, theirs));
    }
  },
  /** We say why a question failed (RFC 8914); this Unbound does so only for some failures. */
  SAYS_WHY("www.lame.north. A") {
    @Override
    boolean explains(RandomQuestions.Asked asked, Told ours, Told theirs) {
      return ours.rcode().equals("SERVFAIL")
          && ours.why() != Told.Why.BOGUS
          && theirs.why() == Told.Why.NOTHING
          && differ(ours, theirs).equals(EnumSet.of(Part.WHY));
    }
  },
  /**
   * Who asks for a CNAME gets it, and whether its target is there does not matter (RFC 1034 section
   * 4.3.2 step 3a); so it is with the one that a DNAME makes, as BIND and NSD answer too. Unbound
   * follows that one or misses its signature, and takes a target's NXDOMAIN for the alias's own.
   */
  ALIAS_ITSELF("deep.gone.nsec3.north. CNAME DO") {
    @Override
    boolean explains(RandomQuestions.Asked asked, Told ours, Told theirs) {
      return asked.type() == Type.CNAME
          && ours.rcode().equals("NOERROR")
          && ours.answer().stream().anyMatch(r -> r.contains(" CNAME "))
          && !theirs.rcode().equals("NOERROR");
    }
  },
  /** Unbound adds proofs that it knows and nobody needs. */
  MORE_PROOFS() {
    @Override
    boolean explains(RandomQuestions.Asked asked, Told ours, Told theirs) {
      return theirs.denial().containsAll(ours.denial())
          && (ours.authentic() == theirs.authentic() || insecureForUs(asked))
          && EnumSet.of(Part.AUTHENTIC, Part.DENIAL, Part.WHY).containsAll(differ(ours, theirs));
    }
  },
  /**
   * Below an alias there is nothing, and the alias's own proof says so. Unbound shows the alias and
   * the proof that its target is not there (its harden-below-nxdomain).
   */
  BELOW_ALIAS("broken.p384.south. A DO", "r1.broken.p384.south. A DO") {
    @Override
    boolean explains(RandomQuestions.Asked asked, Told ours, Told theirs) {
      String name = asked.name().toLowerCase(Locale.ROOT);
      return ours.rcode().equals("NXDOMAIN")
          && ours.answer().isEmpty()
          && (ours.authentic() == theirs.authentic() || insecureForUs(asked))
          && theirs.rcode().equals("NXDOMAIN")
          && theirs.answer().stream()
              .anyMatch(r ->
                  r.contains(" CNAME ") && name.endsWith("." + r.substring(0, r.indexOf(' '))));
    }
  },
  /**
   * A DNAME above the name is no answer to a question for DNAME (RFC 6672 section 3.2): its alias
   * is followed; Unbound takes it for the answer, and misses the signature of the alias.
   */
  DNAME_ABOVE("www.far.rsa512.south. DNAME DO") {
    @Override
    boolean explains(RandomQuestions.Asked asked, Told ours, Told theirs) {
      return asked.type() == Type.DNAME && theirs.denial().isEmpty() && hasDname(ours);
    }
  };

  /** What can differ. */
  private enum Part {
    RCODE,
    AUTHENTIC,
    ANSWER,
    DENIAL,
    WHY
  }

  private final List<String> example;

  Explained(String... example) {
    this.example = List.of(example);
  }

  /**
   * Questions of which the last is answered so when they are the first ones; none where it depends
   * on what the caches have.
   */
  List<String> example() {
    return example;
  }

  private static boolean insecureForUs(RandomQuestions.Asked asked) {
    return asked.unchecked() || asked.zone().equals("iter100.north.");
  }

  abstract boolean explains(RandomQuestions.Asked asked, Told ours, Told theirs);

  private static Set<Part> differ(Told ours, Told theirs) {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    add(parts, Part.RCODE, ours.rcode(), theirs.rcode());
    add(parts, Part.AUTHENTIC, ours.authentic(), theirs.authentic());
    add(parts, Part.ANSWER, ours.answer(), theirs.answer());
    add(parts, Part.DENIAL, ours.denial(), theirs.denial());
    add(parts, Part.WHY, ours.why(), theirs.why());
    return parts;
  }

  private static void add(Set<Part> parts, Part part, Object ours, Object theirs) {
    if (!ours.equals(theirs)) {
      parts.add(part);
    }
  }

  private static boolean hasDname(Told told) {
    return told.answer().stream().anyMatch(record -> record.contains(" DNAME "));
  }
}
