package dev.glasshouse.dns.dnssec;

import java.util.List;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/**
 * What came for a question, as far as validation looks at it.
 *
 * @param name what was asked for
 * @param type and of which type
 * @param rcode the response code; SERVFAIL where no server could tell
 * @param answer the answer section
 * @param authority the authority section
 * @param additional the additional section
 */
public record Response(
    Name name,
    int type,
    int rcode,
    List<SignedSet> answer,
    List<SignedSet> authority,
    List<SignedSet> additional) {

  /** Copies the lists. */
  public Response {
    answer = List.copyOf(answer);
    authority = List.copyOf(authority);
    additional = List.copyOf(additional);
  }

  /** A message's content. */
  public static Response of(Message message) {
    return new Response(
        message.getQuestion().getName(),
        message.getQuestion().getType(),
        message.getRcode(),
        SignedSet.of(message.getSection(Section.ANSWER)),
        SignedSet.of(message.getSection(Section.AUTHORITY)),
        SignedSet.of(message.getSection(Section.ADDITIONAL)));
  }

  /** No server could tell. */
  public static Response failed(Name name, int type) {
    return new Response(name, type, Rcode.SERVFAIL, List.of(), List.of(), List.of());
  }

  boolean isUsable() {
    return rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN || rcode == Rcode.YXDOMAIN;
  }
}
