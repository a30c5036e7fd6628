package dev.glasshouse.fetch.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The Digest scheme (RFC 7616), with {@code qop=auth} or, for old servers, without. The password
 * itself does not go over the wire. Pure.
 *
 * @param realm what the server calls the place
 * @param nonce the server's number
 * @param opaque what is given back as it came; may be empty
 * @param algorithm the hash
 * @param session whether the first hash covers both numbers ({@code -sess})
 * @param qop whether the client's number and count are covered
 * @param stale whether only the server's number was too old
 * @param userhash whether the name is hashed, too
 */
public record Digest(
    String realm,
    String nonce,
    Optional<String> opaque,
    Algorithm algorithm,
    boolean session,
    boolean qop,
    boolean stale,
    boolean userhash) {

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

    String hash(String text) {
      try {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance(java).digest(bytes));
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError(e); // the JDK has the three
      }
    }
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
    List<String> qops =
        challenge.parameter("qop").stream()
            .flatMap(q -> List.of(q.toLowerCase(Locale.ROOT).split("[ \\t,]+")).stream())
            .toList();
    if (!qops.isEmpty() && !qops.contains("auth")) {
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
                !qops.isEmpty(),
                is(challenge, "stale"),
                is(challenge, "userhash")));
      }
    }
    return Optional.empty();
  }

  private static boolean is(Challenge challenge, String name) {
    return challenge.parameter(name).orElse("").equalsIgnoreCase("true");
  }

  /** The same with the number that the server wants next. */
  public Digest with(String nextNonce) {
    return new Digest(realm, nextNonce, opaque, algorithm, session, qop, false, userhash);
  }

  /**
   * The field Authorization (3.4).
   *
   * @param method the request's method
   * @param target the request's target, as it is sent
   * @param count how often the server's number was used, from 1
   * @param own a number of the client's own, which nobody can guess
   */
  public String authorization(Login login, String method, String target, int count, String own) {
    String nc = String.format(Locale.ROOT, "%08x", count);
    String secret = algorithm.hash(login.user() + ":" + realm + ":" + login.password());
    if (session) {
      secret = algorithm.hash(secret + ":" + nonce + ":" + own);
    }
    String what = algorithm.hash(method + ":" + target);
    String response =
        qop
            ? algorithm.hash(
                secret + ":" + nonce + ":" + nc + ":" + own + ":" + "auth" + ":" + what)
            : algorithm.hash(secret + ":" + nonce + ":" + what);
    var out = new StringBuilder("Digest ");
    out.append(user(login)).append(", realm=").append(quoted(realm));
    out.append(", nonce=").append(quoted(nonce)).append(", uri=").append(quoted(target));
    out.append(", algorithm=").append(algorithm.name).append(session ? "-sess" : "");
    if (qop) {
      out.append(", qop=auth, nc=").append(nc).append(", cnonce=").append(quoted(own));
    } else if (session) {
      out.append(", cnonce=").append(quoted(own));
    }
    out.append(", response=").append(quoted(response));
    opaque.ifPresent(value -> out.append(", opaque=").append(quoted(value)));
    return out.toString();
  }

  /** 3.4.4: the name, hashed where that is wanted, percent-encoded where quotes cannot hold it. */
  private String user(Login login) {
    if (userhash) {
      return "username=" + quoted(algorithm.hash(login.user() + ":" + realm)) + ", userhash=true";
    }
    boolean plain = login.user().chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    if (plain) {
      return "username=" + quoted(login.user());
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

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
