package dev.glasshouse.dns.dnssec;

import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.DnssecReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import org.xbill.DNS.utils.base32;

/**
 * What NSEC3 records prove. They must be of the zone, and their signatures good. An object keeps
 * the hashes that were computed, so that a proof that had to wait for its turn begins anew without
 * paying twice.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5155#section-8">RFC 5155 section 8</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9276#section-3.2">RFC 9276 section 3.2</a>
 */
public final class Nsec3 {
  private static final Clause CLOSEST = Clause.rfc(5155, "8.3");
  private static final int SHA1 = 1;
  private static final int OPT_OUT = 1;
  private static final base32 BASE32 = new base32(base32.Alphabet.BASE32HEX, false, false);

  private final Name zone;
  private final List<NSEC3Record> proofs = new ArrayList<>();
  private final Policy policy;
  private final Budget budget;
  private final Map<Name, byte[]> hashes = new HashMap<>();
  private int iterations;
  private byte[] salt = {};

  /**
   * The proofs of a zone.
   *
   * @param records NSEC3 records whose signatures are good
   * @param budget what hashing is charged to
   */
  public Nsec3(Name zone, List<NSEC3Record> records, Policy policy, Budget budget) {
    this.zone = zone;
    this.policy = policy;
    this.budget = budget;
    for (NSEC3Record each : records) {
      // RFC 5155 sections 8.1 and 8.2: unknown hashes and flags are ignored, and so is what has
      // other parameters than the rest.
      if (each.getHashAlgorithm() != SHA1
          || (each.getFlags() & ~OPT_OUT) != 0
          || each.getName().labels() != zone.labels() + 1
          || !each.getName().subdomain(zone)) {
        continue;
      }
      if (proofs.isEmpty()) {
        iterations = each.getIterations();
        salt = saltOf(each);
      }
      if (each.getIterations() == iterations && Arrays.equals(saltOf(each), salt)) {
        proofs.add(each);
      }
    }
  }

  private static byte[] saltOf(NSEC3Record record) {
    byte[] salt = record.getSalt();
    return salt == null ? new byte[0] : salt;
  }

  /** Whether there is nothing that could prove anything. */
  public boolean isEmpty() {
    return proofs.isEmpty();
  }

  /** Why the whole zone counts as insecure: its hashes take too many iterations. */
  public Optional<Verdict> tooManyIterations() {
    return iterations > policy.iterations()
        ? Optional.of(
            Verdict.insecure(
                DnssecReason.ITERATIONS,
                Clause.rfc(9276, "3.2"),
                Verdict.ITERATIONS,
                zone,
                iterations,
                policy.iterations()))
        : Optional.empty();
  }

  /**
   * The nearest ancestor that there is, and what shows that the next name down is not there.
   *
   * @param next covers the name that is one label longer; empty where the name itself is there
   */
  private record Encloser(Name name, NSEC3Record proof, Optional<NSEC3Record> next) {}

  /** RFC 5155 section 8.4. */
  public Optional<Verdict> nameError(Name name) {
    Optional<Encloser> encloser = encloser(name);
    if (encloser.isEmpty() || encloser.get().next().isEmpty()) {
      return Optional.empty();
    }
    NSEC3Record next = encloser.get().next().get();
    Optional<NSEC3Record> wildcard = covering(Nsec.under(encloser.get().name(), name));
    if (wildcard.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        isOptOut(next)
            ? optedOut(name, next)
            : Verdict.secure(
                DnssecReason.NAME_DENIED,
                Clause.rfc(5155, "8.4"),
                name,
                shown(encloser.get().proof(), next, wildcard.get())));
  }

  /** RFC 5155 sections 8.5 to 8.7. */
  public Optional<Verdict> noData(Name name, int type) {
    Optional<NSEC3Record> own = matching(name);
    if (own.isPresent()) {
      return lacks(own.get(), name, type)
          ? Optional.of(denied(name, type, own.get()))
          : Optional.empty();
    }
    Optional<Encloser> encloser = encloser(name);
    if (encloser.isEmpty() || encloser.get().next().isEmpty()) {
      return Optional.empty();
    }
    NSEC3Record next = encloser.get().next().get();
    Name star = Nsec.under(encloser.get().name(), name);
    Optional<NSEC3Record> wildcard = matching(star);
    if (wildcard.isPresent() && lacks(wildcard.get(), star, type)) {
      return Optional.of(
          isOptOut(next)
              ? optedOut(name, next)
              : denied(name, type, encloser.get().proof(), next, wildcard.get()));
    }
    // An unsigned delegation, or an empty non-terminal that leads to one alone (RFC 5155, 8.6 and
    // RFC 7129 section 5.1): left out of the chain.
    return isOptOut(next) && (wildcard.isEmpty())
        ? Optional.of(optedOut(name, next))
        : Optional.empty();
  }

  /**
   * RFC 5155 section 8.8: whether a wildcard's answer holds.
   *
   * @param encloser what the wildcard stands below
   */
  public Optional<Verdict> noCloser(Name name, Name encloser) {
    if (name.labels() <= encloser.labels()) {
      return Optional.empty();
    }
    Name longer = new Name(name, name.labels() - encloser.labels() - 1);
    return covering(longer)
        .map(each ->
            isOptOut(each)
                ? optedOut(name, each)
                : Verdict.secure(
                    DnssecReason.WILDCARD_PROVEN, Clause.rfc(5155, "8.8"), name, shown(each)));
  }

  /** RFC 5155 sections 8.6 and 8.9; SECURE where there is no delegation at the name. */
  public Optional<Verdict> noDs(Name name) {
    Optional<NSEC3Record> own = matching(name);
    if (own.isPresent()) {
      NSEC3Record proof = own.get();
      if (proof.hasType(Type.DS) || proof.hasType(Type.SOA) && name.labels() > 1) {
        return Optional.empty();
      }
      return Optional.of(
          proof.hasType(Type.NS)
              ? Verdict.insecure(
                  DnssecReason.DELEGATED_UNSIGNED,
                  Clause.rfc(5155, "8.9"),
                  Verdict.NO_ERROR,
                  name,
                  shown(proof))
              : Verdict.secure(
                  DnssecReason.NOT_DELEGATED, Clause.rfc(5155, "8.9"), name, shown(proof)));
    }
    Optional<Encloser> encloser = encloser(name);
    if (encloser.isEmpty() || encloser.get().next().isEmpty()) {
      return Optional.empty();
    }
    NSEC3Record next = encloser.get().next().get();
    return Optional.of(
        isOptOut(next)
            ? optedOut(name, next)
            : Verdict.secure(DnssecReason.NOT_DELEGATED, CLOSEST, name, shown(next)));
  }

  /** Whether a covering record leaves out unsigned delegations (RFC 5155 section 6). */
  private static boolean isOptOut(NSEC3Record record) {
    return (record.getFlags() & OPT_OUT) != 0;
  }

  private static Verdict optedOut(Name name, NSEC3Record proof) {
    return Verdict.insecure(
        DnssecReason.OPTED_OUT, Clause.rfc(5155, "9.2"), Verdict.NO_ERROR, name, shown(proof));
  }

  private boolean lacks(NSEC3Record proof, Name name, int type) {
    if (proof.hasType(type) || proof.hasType(Type.CNAME) && type != Type.CNAME) {
      return false;
    }
    if (type == Type.ANY) {
      return Nsec.isBare(proof.getTypes());
    }
    if (type == Type.DS) {
      return !proof.hasType(Type.SOA) || name.labels() <= 1;
    }
    return !proof.hasType(Type.NS) || proof.hasType(Type.SOA);
  }

  /** RFC 5155 section 8.3: from the name upwards, the first that is there. */
  private Optional<Encloser> encloser(Name name) {
    Name longer = name;
    for (Name each = name; each.subdomain(zone); each = new Name(each, 1)) {
      Optional<NSEC3Record> match = matching(each);
      if (match.isPresent()) {
        NSEC3Record proof = match.get();
        boolean cut =
            proof.hasType(Type.DNAME) || proof.hasType(Type.NS) && !proof.hasType(Type.SOA);
        if (cut && !each.equals(name)) {
          // what is below is not this zone's to deny
          return Optional.empty();
        }
        if (each.equals(name)) {
          return Optional.of(new Encloser(each, proof, Optional.empty()));
        }
        Optional<NSEC3Record> next = covering(longer);
        return next.isPresent() ? Optional.of(new Encloser(each, proof, next)) : Optional.empty();
      }
      longer = each;
      if (each.labels() <= 1) {
        break;
      }
    }
    return Optional.empty();
  }

  private Optional<NSEC3Record> matching(Name name) {
    byte[] hash = hash(name);
    return proofs.stream().filter(p -> Arrays.equals(owner(p), hash)).findFirst();
  }

  private Optional<NSEC3Record> covering(Name name) {
    byte[] hash = hash(name);
    return proofs.stream().filter(p -> covers(p, hash)).findFirst();
  }

  private static boolean covers(NSEC3Record proof, byte[] hash) {
    byte[] owner = owner(proof);
    byte[] next = proof.getNext();
    boolean behind = Arrays.compareUnsigned(owner, hash) < 0;
    boolean before = Arrays.compareUnsigned(hash, next) < 0;
    boolean last = Arrays.compareUnsigned(next, owner) <= 0;
    return last ? behind || before : behind && before;
  }

  private static byte[] owner(NSEC3Record proof) {
    byte[] hash = BASE32.fromString(proof.getName().getLabelString(0).toUpperCase(Locale.ROOT));
    return hash == null ? new byte[0] : hash;
  }

  private byte[] hash(Name name) {
    byte[] known = hashes.get(name);
    if (known != null) {
      return known;
    }
    if (!budget.hash()) {
      throw new TooMany();
    }
    byte[] hash = hash(name, iterations, salt);
    hashes.put(name, hash);
    return hash;
  }

  /** RFC 5155 section 5. */
  public static byte[] hash(Name name, int iterations, byte[] salt) {
    byte[] hash = Crypto.digest("SHA-1", name.toWireCanonical(), salt);
    for (int i = 0; i < iterations; i++) {
      hash = Crypto.digest("SHA-1", hash, salt);
    }
    return hash;
  }

  private static Verdict denied(Name name, int type, NSEC3Record... proofs) {
    return Verdict.secure(
        DnssecReason.TYPE_DENIED,
        Clause.rfc(5155, "8.5"),
        name + " " + Type.string(type),
        shown(proofs));
  }

  private static String shown(NSEC3Record... proofs) {
    var text = new StringBuilder("NSEC3 ");
    for (NSEC3Record each : proofs) {
      text.append(text.length() > 6 ? ", " : "").append(each.getName().getLabelString(0));
    }
    return text.toString();
  }

  /** The whole budget of hashes is used up. */
  static final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMany() {
      super("no hash is left in the budget", null, false, false);
    }
  }
}
