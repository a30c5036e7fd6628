package dev.glasshouse.dns.recursive;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;

/**
 * Why an answer is as it is, in a form that travels with it (RFC 8914).
 *
 * @param code the info code, for example 6 for "DNSSEC Bogus"
 * @param text a sentence for people; may be empty
 */
public record ExtendedError(int code, String text) {

  /** As an option of the OPT record. */
  EDNSOption option() {
    return new ExtendedErrorCodeOption(code, text);
  }

  /** What its code is called, and the sentence. */
  String words() {
    String name = ExtendedErrorCodeOption.text(code).toLowerCase(Locale.ROOT).replace('_', ' ');
    return text.isEmpty() ? name : name + ", " + text;
  }

  /** The bytes that it takes in a message. */
  int size() {
    return 6 + text.getBytes(StandardCharsets.UTF_8).length;
  }
}
