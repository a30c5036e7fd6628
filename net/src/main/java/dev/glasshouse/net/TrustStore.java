package dev.glasshouse.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The certificates of the authorities that we trust, found by their names.
 *
 * <p>They are kept as bytes, and only those that a chain asks for are parsed: a system trusts some
 * 150, and a page needs one or two of them.
 */
public final class TrustStore {
  /** Where Debian and its children keep the system's authorities. */
  public static final Path SYSTEM = Path.of("/etc/ssl/certs/ca-certificates.crt");

  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  private final Map<ByteBuffer, List<byte[]>> bySubject;
  private final String source;

  private TrustStore(Map<ByteBuffer, List<byte[]>> bySubject, String source) {
    this.bySubject = bySubject;
    this.source = source;
  }

  /** The system's authorities: {@link #SYSTEM} where it is there, else those that Java brings. */
  public static TrustStore system() throws IOException {
    if (Files.isReadable(SYSTEM)) {
      return pem(Files.readString(SYSTEM, StandardCharsets.ISO_8859_1), SYSTEM.toString());
    }
    return java();
  }

  /** The authorities that Java brings ({@code lib/security/cacerts}). */
  static TrustStore java() throws IOException {
    Path file = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(in, null);
      Map<ByteBuffer, List<byte[]>> all = new HashMap<>();
      for (String alias : Collections.list(store.aliases())) {
        Certificate certificate = store.getCertificate(alias);
        if (certificate != null) {
          put(all, certificate.getEncoded());
        }
      }
      return new TrustStore(all, file.toString());
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** No authority at all. */
  static TrustStore none() {
    return new TrustStore(Map.of(), "nothing");
  }

  /**
   * One authority alone.
   *
   * @throws IllegalArgumentException when it cannot be encoded
   */
  static TrustStore of(X509Certificate authority) {
    Map<ByteBuffer, List<byte[]>> all = new HashMap<>();
    try {
      put(all, authority.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("no certificate: " + e.getMessage(), e);
    }
    return new TrustStore(all, authority.getSubjectX500Principal().getName());
  }

  /**
   * The authorities in a text.
   *
   * @param pem certificates in PEM form (RFC 7468); what stands between them is not read, and what
   *     is broken is left out
   * @param source where the text comes from, for messages
   */
  public static TrustStore pem(String pem, String source) {
    Map<ByteBuffer, List<byte[]>> all = new HashMap<>();
    int at = 0;
    while (true) {
      int begin = pem.indexOf(BEGIN, at);
      int end = begin < 0 ? -1 : pem.indexOf(END, begin);
      if (end < 0) {
        return new TrustStore(all, source);
      }
      try {
        put(all, Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end)));
      } catch (IllegalArgumentException e) {
        // Not base64: one authority less.
      }
      at = end;
    }
  }

  /** These authorities and those in a file besides. */
  public TrustStore with(Path file) throws IOException {
    TrustStore more = pem(Files.readString(file, StandardCharsets.ISO_8859_1), file.toString());
    if (more.bySubject.isEmpty()) {
      throw new IOException(file + " holds no certificate in PEM form");
    }
    Map<ByteBuffer, List<byte[]>> all = new HashMap<>(bySubject);
    more.bySubject.forEach((subject, its) ->
        all.merge(
            subject,
            its,
            (a, b) -> {
              var both = new ArrayList<>(a);
              both.addAll(b);
              return both;
            }));
    return new TrustStore(all, source + " and " + file);
  }

  /** Where they come from. */
  public String source() {
    return source;
  }

  /** How many names of authorities there are. */
  public int size() {
    return bySubject.size();
  }

  /**
   * The authorities of this name.
   *
   * @param subject a name, DER
   */
  List<X509Certificate> named(byte[] subject) {
    List<byte[]> all = bySubject.getOrDefault(ByteBuffer.wrap(subject), List.of());
    var parsed = new ArrayList<X509Certificate>(all.size());
    for (byte[] der : all) {
      try {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        parsed.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
      } catch (CertificateException e) {
        // It does not parse: one authority less.
      }
    }
    return parsed;
  }

  private static void put(Map<ByteBuffer, List<byte[]>> all, byte[] der) {
    subject(der)
        .ifPresent(subject ->
            all.computeIfAbsent(ByteBuffer.wrap(subject), s -> new ArrayList<>()).add(der));
  }

  /**
   * The subject's name, DER, out of a certificate's bytes; empty when they are none. RFC 5280
   * section 4.1: the sixth field of the first field, the seventh where a version stands first.
   */
  static Optional<byte[]> subject(byte[] der) {
    try {
      int tbs = content(der, content(der, 0));
      int field = tbs;
      int skip = (der[field] & 0xff) == 0xa0 ? 5 : 4;
      for (int i = 0; i < skip; i++) {
        field = end(der, field);
      }
      int end = end(der, field);
      return Optional.of(Arrays.copyOfRange(der, field, end));
    } catch (IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** Where the content of the element at an offset begins. */
  private static int content(byte[] der, int at) {
    int length = der[at + 1] & 0xff;
    return at + 2 + (length < 0x80 ? 0 : length & 0x7f);
  }

  /** Where the element at an offset ends. */
  private static int end(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    int length = first;
    if (first >= 0x80) {
      length = 0;
      for (int i = 0; i < (first & 0x7f); i++) {
        length = length << 8 | (der[at + 2 + i] & 0xff);
      }
    }
    int end = content(der, at) + length;
    if (end <= at || end > der.length) {
      throw new IndexOutOfBoundsException(end);
    }
    return end;
  }
}
