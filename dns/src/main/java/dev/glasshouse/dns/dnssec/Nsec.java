package dev.glasshouse.dns.dnssec;

import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.DnssecReason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * What NSEC records prove. They must be of the zone, and their signatures good: a proof is only as
 * good as its records.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4035#section-5.4">RFC 4035 section 5.4</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6840#section-4">RFC 6840 section 4</a>
 */
public final class Nsec {
  private static final Clause CLAUSE = Clause.rfc(4035, "5.4");

  private Nsec() {}

  /** Whether there is no such name, and no wildcard that would stand for it. */
  public static Optional<Verdict> nameError(Name name, List<NSECRecord> proofs) {
    for (NSECRecord each : proofs) {
      if (!covers(each, name)) {
        continue;
      }
      if (each.getNext().subdomain(name)) {
        // names below it are there, so that it is there too, without data of its own
        continue;
      }
      Name encloser = encloser(name, each);
      Name wildcard = under(encloser, name);
      for (NSECRecord other : proofs) {
        if (covers(other, wildcard)) {
          return Optional.of(
              Verdict.secure(DnssecReason.NAME_DENIED, CLAUSE, name, shown(each, other)));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a name that there is, or that a wildcard stands for, has nothing of a type. */
  public static Optional<Verdict> noData(Name name, int type, List<NSECRecord> proofs) {
    for (NSECRecord each : proofs) {
      if (each.getName().equals(name)) {
        if (lacks(each, type)) {
          return Optional.of(denied(name, type, each, each));
        }
      } else if (covers(each, name) && each.getNext().subdomain(name)) {
        // an empty non-terminal: there are names below it
        return Optional.of(denied(name, type, each, each));
      }
    }
    // no such name, but a wildcard without the type
    for (NSECRecord each : proofs) {
      if (!covers(each, name)) {
        continue;
      }
      Name wildcard = under(encloser(name, each), name);
      for (NSECRecord other : proofs) {
        boolean lacking =
            other.getName().equals(wildcard)
                ? lacks(other, type)
                : covers(other, wildcard) && other.getNext().subdomain(wildcard);
        if (lacking) {
          return Optional.of(denied(name, type, each, other));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a wildcard's answer holds: there is no such name, nor one nearer than the wildcard.
   *
   * @param encloser what the wildcard stands below
   */
  public static Optional<Verdict> noCloser(Name name, Name encloser, List<NSECRecord> proofs) {
    for (NSECRecord each : proofs) {
      if (covers(each, name) && encloser(name, each).equals(encloser)) {
        return Optional.of(
            Verdict.secure(
                DnssecReason.WILDCARD_PROVEN, Clause.rfc(4035, "5.3.4"), name, shown(each, each)));
      }
    }
    return Optional.empty();
  }

  /**
   * What the proofs say of a delegation at a name: SECURE where there is none, INSECURE where there
   * is one without DS.
   */
  public static Optional<Verdict> noDs(Name name, List<NSECRecord> proofs) {
    for (NSECRecord each : proofs) {
      if (each.getName().equals(name)) {
        if (each.hasType(Type.SOA) && name.labels() > 1 || each.hasType(Type.DS)) {
          // the zone's own word, not that of the zone above; or there is a DS
          continue;
        }
        return Optional.of(
            each.hasType(Type.NS)
                ? Verdict.insecure(
                    DnssecReason.DELEGATED_UNSIGNED,
                    Clause.rfc(4035, "5.2"),
                    Verdict.NO_ERROR,
                    name,
                    shown(each, each))
                : Verdict.secure(
                    DnssecReason.NOT_DELEGATED, Clause.rfc(4035, "5.2"), name, shown(each, each)));
      }
    }
    for (NSECRecord each : proofs) {
      if (covers(each, name)) {
        // no such name, or an empty non-terminal: no delegation
        return Optional.of(
            Verdict.secure(
                DnssecReason.NOT_DELEGATED, Clause.rfc(4035, "5.2"), name, shown(each, each)));
      }
    }
    return Optional.empty();
  }

  /** Whether the record's owner has neither the type nor an alias, and may say so. */
  private static boolean lacks(NSECRecord proof, int type) {
    if (proof.hasType(type) || proof.hasType(Type.CNAME) && type != Type.CNAME) {
      return false;
    }
    boolean parent = isDelegation(proof);
    if (type == Type.ANY) {
      return isBare(proof.getTypes());
    }
    if (type == Type.DS) {
      // The zone's own apex says nothing of its DS: that is the zone's above (RFC 6840, 4.1).
      return !proof.hasType(Type.SOA) || proof.getName().labels() <= 1;
    }
    return !parent;
  }

  /** Whether a list of types has nothing but what DNSSEC itself puts there. */
  static boolean isBare(int[] types) {
    return Arrays.stream(types).allMatch(t -> t == Type.NSEC || t == Type.RRSIG);
  }

  static boolean isDelegation(NSECRecord proof) {
    return proof.hasType(Type.NS) && !proof.hasType(Type.SOA);
  }

  /** Whether a name stands between the owner and the next name (RFC 4034 section 4.1.1). */
  public static boolean covers(NSECRecord proof, Name name) {
    Name owner = proof.getName();
    Name next = proof.getNext();
    int above = owner.compareTo(name);
    if (above >= 0) {
      return false;
    }
    // What is below a delegation or a DNAME is not the zone's (RFC 6840 section 4.1).
    if (name.subdomain(owner) && (isDelegation(proof) || proof.hasType(Type.DNAME))) {
      return false;
    }
    // The last record leads back to the zone's apex.
    boolean last = next.compareTo(owner) <= 0;
    return last ? name.subdomain(next) : name.compareTo(next) < 0;
  }

  /** The nearest ancestor that there is, as a record shows that covers the name. */
  public static Name encloser(Name name, NSECRecord proof) {
    Name one = common(name, proof.getName());
    Name other = common(name, proof.getNext());
    return one.labels() > other.labels() ? one : other;
  }

  static Name common(Name one, Name other) {
    int labels = Math.min(one.labels(), other.labels());
    for (int n = labels; n > 1; n--) {
      Name of = new Name(one, one.labels() - n);
      if (other.subdomain(of)) {
        return of;
      }
    }
    return Name.root;
  }

  /** The wildcard below an encloser; where that is too long, the name itself. */
  static Name under(Name encloser, Name name) {
    try {
      return Name.concatenate(Name.fromConstantString("*"), encloser);
    } catch (org.xbill.DNS.NameTooLongException e) {
      return name;
    }
  }

  private static Verdict denied(Name name, int type, NSECRecord one, NSECRecord other) {
    return Verdict.secure(
        DnssecReason.TYPE_DENIED, CLAUSE, name + " " + Type.string(type), shown(one, other));
  }

  private static String shown(NSECRecord one, NSECRecord other) {
    String text = "NSEC " + one.getName() + " -> " + one.getNext();
    return one.equals(other) ? text : text + ", " + other.getName() + " -> " + other.getNext();
  }
}
