package dev.glasshouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VirtualHostsTest {
  @Test
  void hostsAreToldApart() throws IOException {
    var hosts = new VirtualHosts(Map.of("one.test", _ -> Response.text(Status.OK, "one")));
    Response one = hosts.handle(Request.get(Url.parse("http://ONE.test:8080/")));
    assertThat(new String(one.body().open().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("one");
    assertThat(hosts.handle(Request.get(Url.parse("http://two.test/"))).status())
        .isEqualTo(Status.MISDIRECTED_REQUEST);
  }
}
