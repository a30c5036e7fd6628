package dev.glasshouse.net.auth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The Digest scheme (RFC 7616): the password itself does not go over the wire. Pure.
 *
 * @param realm what the server calls the place
 * @param nonce the server's number
 * @param opaque what is given back as it came; may be empty
 * @param algorithm the hash
 * @param session whether the first hash covers both numbers ({@code -sess})
 * @param qops what it may cover; none for old servers
 * @param stale whether only the server's number was too old
 * @param userhash whether the name is hashed, too
 * @param utf8 whether the server says that names and passwords are in UTF-8
 */
public record Digest(
    String realm,
    String nonce,
    Optional<String> opaque,
    Algorithm algorithm,
    boolean session,
    Set<Qop> qops,
    boolean stale,
    boolean userhash,
    boolean utf8) {

  /** The hashes, the weakest first. */
  public enum Algorithm {
    MD5("MD5", "MD5"),
    SHA_256("SHA-256", "SHA-256"),
    SHA_512_256("SHA-512-256", "SHA-512/256");

    private final String name;
    private final String java;

    Algorithm(String name, String java) {
      this.name = name;
      this.java = java;
    }

    /** A hash to be fed. */
    public MessageDigest digest() {
      try {
        return MessageDigest.getInstance(java);
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError(e); // the JDK has the three
      }
    }

    String hash(String text) {
      return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The hash of a request's content, which is read to its end. */
    public String hash(InputStream content) throws IOException {
      MessageDigest digest = digest();
      byte[] chunk = new byte[16 * 1024];
      for (int n = content.read(chunk); n >= 0; n = content.read(chunk)) {
        digest.update(chunk, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  /**
   * What of a request is covered.
   *
   * @param method its method
   * @param target its target, as it is sent
   * @param qop how much
   * @param content the {@linkplain Algorithm#hash(InputStream) hash} of its content, for AUTH_INT
   */
  public record Covered(String method, String target, Qop qop, String content) {
    /** Method and target. */
    public static Covered of(String method, String target, Qop qop) {
      return new Covered(method, target, qop, "");
    }
  }

  /** Copies the set. */
  public Digest {
    qops = Set.copyOf(qops);
  }

  /** The strongest that can be answered, of several challenges; empty where there is none. */
  public static Optional<Digest> strongest(List<Challenge> challenges) {
    return challenges.stream()
        .flatMap(c -> of(c).stream())
        .max(Comparator.comparing(Digest::algorithm));
  }

  /** What a challenge asks for; empty where it is of another scheme or asks for what is unknown. */
  public static Optional<Digest> of(Challenge challenge) {
    Optional<String> nonce = challenge.parameter("nonce");
    if (!challenge.scheme().equals("digest") || nonce.isEmpty()) {
      return Optional.empty();
    }
    String named = challenge.parameter("algorithm").orElse("MD5").toUpperCase(Locale.ROOT);
    boolean session = named.endsWith("-SESS");
    String bare = session ? named.substring(0, named.length() - "-SESS".length()) : named;
    Set<Qop> qops = EnumSet.noneOf(Qop.class);
    String offered = challenge.parameter("qop").orElse("");
    for (String qop : offered.split("[ \\t,]+")) {
      Qop.named(qop).ifPresent(qops::add);
    }
    if (qops.isEmpty() && !offered.isBlank()) {
      return Optional.empty();
    }
    for (Algorithm algorithm : Algorithm.values()) {
      if (algorithm.name.equals(bare)) {
        return Optional.of(
            new Digest(
                challenge.realm(),
                nonce.get(),
                challenge.parameter("opaque"),
                algorithm,
                session,
                qops,
                is(challenge, "stale", "true"),
                is(challenge, "userhash", "true"),
                is(challenge, "charset", "utf-8")));
      }
    }
    return Optional.empty();
  }

  private static boolean is(Challenge challenge, String name, String value) {
    return challenge.parameter(name).orElse("").equalsIgnoreCase(value);
  }

  /** The same with the number that the server wants next. */
  public Digest with(String nextNonce) {
    return new Digest(realm, nextNonce, opaque, algorithm, session, qops, false, userhash, utf8);
  }

  /**
   * How much of a request is covered: all that the server takes and the request allows.
   *
   * @param contentTwice whether its content can be read before it is sent
   * @return empty where the server takes only what the request does not allow
   */
  public Optional<Qop> qop(boolean contentTwice) {
    if (qops.isEmpty()) {
      return Optional.of(Qop.NONE);
    }
    if (qops.contains(Qop.AUTH_INT) && contentTwice) {
      return Optional.of(Qop.AUTH_INT);
    }
    return qops.contains(Qop.AUTH) ? Optional.of(Qop.AUTH) : Optional.empty();
  }

  /**
   * The field Authorization (3.4).
   *
   * @param count how often the server's number was used, from 1
   * @param own a number of the client's own, which nobody can guess
   */
  public String authorization(Login login, Covered covered, int count, String own) {
    String nc = counted(count);
    boolean counted = covered.qop() != Qop.NONE;
    var out = new StringBuilder("Digest ");
    out.append(user(login)).append(", realm=").append(quoted(realm));
    out.append(", nonce=").append(quoted(nonce)).append(", uri=").append(quoted(covered.target()));
    out.append(", algorithm=").append(algorithm.name).append(session ? "-sess" : "");
    if (counted) {
      out.append(", qop=").append(covered.qop()).append(", nc=").append(nc);
    }
    if (counted || session) {
      out.append(", cnonce=").append(quoted(own));
    }
    out.append(", response=").append(quoted(response(login, covered, nc, own)));
    opaque.ifPresent(value -> out.append(", opaque=").append(quoted(value)));
    return out.toString();
  }

  /** What the server says in its answer where it knows the password, too (3.5). */
  public DigestProof proof(Login login, Covered covered, int count, String own) {
    return new DigestProof(
        algorithm, secret(login, own), nonce, counted(count), own, covered.target(), covered.qop());
  }

  private static String counted(int count) {
    return String.format(Locale.ROOT, "%08x", count);
  }

  /** 3.4.2. */
  private String secret(Login login, String own) {
    String secret = algorithm.hash(login.user() + ":" + realm + ":" + login.password());
    return session ? algorithm.hash(secret + ":" + nonce + ":" + own) : secret;
  }

  /** 3.4.1 and 3.4.3. */
  private String response(Login login, Covered covered, String nc, String own) {
    String what = covered.method() + ":" + covered.target();
    if (covered.qop() == Qop.AUTH_INT) {
      what += ":" + covered.content();
    }
    return response(algorithm, secret(login, own), nonce, nc, own, covered.qop(), what);
  }

  /**
   * What shows that somebody knows the secret (3.4.1), of a request or of an answer.
   *
   * @param secret the hash of name, realm and password, in hexadecimal
   * @param nc how often the server's number was used, eight hexadecimal digits
   * @param own the client's own number
   * @param what method and target; of an answer, the target alone
   */
  public static String response(
      Algorithm algorithm,
      String secret,
      String nonce,
      String nc,
      String own,
      Qop qop,
      String what) {
    String covers = algorithm.hash(what);
    return qop == Qop.NONE
        ? algorithm.hash(String.join(":", secret, nonce, covers))
        : algorithm.hash(String.join(":", secret, nonce, nc, own, qop.toString(), covers));
  }

  /**
   * 3.4 and 3.4.4: the name, hashed where that is wanted; percent-encoded where quotes cannot hold
   * it and the server reads UTF-8. To one that does not say so go the bytes as they are.
   */
  private String user(Login login) {
    if (userhash) {
      return "username=" + quoted(algorithm.hash(login.user() + ":" + realm)) + ", userhash=true";
    }
    boolean plain = login.user().chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    if (plain || !utf8) {
      byte[] bytes = login.user().getBytes(StandardCharsets.UTF_8);
      return "username=" + quoted(new String(bytes, StandardCharsets.ISO_8859_1));
    }
    var out = new StringBuilder("username*=UTF-8''");
    for (byte b : login.user().getBytes(StandardCharsets.UTF_8)) {
      boolean letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
      if (letter) {
        out.append((char) b);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return out.toString();
  }

  /** In quotes, and without what a field cannot hold. */
  private static String quoted(String text) {
    String safe = text.replaceAll("[\\x00-\\x1f\\x7f]", "");
    return "\"" + safe.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
