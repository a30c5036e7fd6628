package dev.glasshouse.edge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.serve.AddressRange;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.url.AddressText;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who the client is, of what peers say that are trusted (10.0.0.0/8, fd00::/8), or are not. */
class BelievedClientTest {
  private static final ProxyOptions OPTIONS =
      ProxyOptions.USUAL.trusting(
          List.of(AddressRange.of("10.0.0.0/8"), AddressRange.of("fd00::/8")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // Nobody's word, or nothing said.
        "192.0.2.1 | - | 198.51.100.7 | 192.0.2.1",
        "192.0.2.1 | for=198.51.100.7 | - | 192.0.2.1",
        "10.0.0.1 | - | - | 10.0.0.1",
        // The last that is not trusted; who stands before it can say what it likes.
        "10.0.0.1 | - | 198.51.100.7 | 198.51.100.7",
        "10.0.0.1 | - | 203.0.113.5, 198.51.100.7 | 198.51.100.7",
        "10.0.0.1 | - | 203.0.113.5, 198.51.100.7, 10.0.0.2 | 198.51.100.7",
        "10.0.0.1 | - | 10.0.0.3, 10.0.0.2 | 10.0.0.3",
        "10.0.0.1 | - | 198.51.100.7:4711 | 198.51.100.7",
        "fd00::1 | - | 2001:db8::7 | 2001:db8::7",
        "10.0.0.1 | - | [2001:db8::7]:80 | 2001:db8::7",
        // What cannot be read ends the way.
        "10.0.0.1 | - | 198.51.100.7, unknown | 10.0.0.1",
        "10.0.0.1 | - | 198.51.100.7, junk, 10.0.0.2 | 10.0.0.2",
        "10.0.0.1 | for=198.51.100.7, proto=http | - | 10.0.0.1",
        "10.0.0.1 | for=_hidden | - | 10.0.0.1",
        // The newer field, in each of its forms.
        "10.0.0.1 | for=203.0.113.5, for=198.51.100.7;proto=https | - | 198.51.100.7",
        "10.0.0.1 | proto=https; For=\"198.51.100.7:4711\" | - | 198.51.100.7",
        "10.0.0.1 | for=\"[2001:db8::7]:_port\" | - | 2001:db8::7",
        "10.0.0.1 | for=198.51.100.7, for=10.0.0.2 | - | 198.51.100.7",
        // Both: one that came through a proxy which knows the other alone is not believed.
        "10.0.0.1 | for=198.51.100.7 | 198.51.100.7 | 198.51.100.7",
        "10.0.0.1 | for=203.0.113.5 | 198.51.100.7 | 10.0.0.1",
      })
  void theClientIsTheLastOneThatIsNotTrusted(
      String peer,
      @org.jspecify.annotations.Nullable String forwarded,
      @org.jspecify.annotations.Nullable String forwardedFor,
      String client) {
    Fields fields = Fields.EMPTY;
    fields = forwarded == null ? fields : fields.plus("Forwarded", forwarded);
    fields = forwardedFor == null ? fields : fields.plus("X-Forwarded-For", forwardedFor);
    var request =
        new Request(
            Method.GET,
            "http",
            "a.test",
            "/",
            HttpVersion.HTTP_1_1,
            fields,
            Body.NONE,
            AddressText.parse(peer, 4000).orElseThrow());
    var found = (InetSocketAddress) BelievedClient.of(request, OPTIONS);
    assertThat(AddressText.of(found.getAddress())).isEqualTo(client);
  }
}
