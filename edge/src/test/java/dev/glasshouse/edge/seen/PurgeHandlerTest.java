package dev.glasshouse.edge.seen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.edge.cache.Purged;
import dev.glasshouse.edge.cache.Reach;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PurgeHandlerTest {
  private final List<String> taken = new ArrayList<>();

  private Response ordered(Purged purged, String lines) throws IOException {
    var handler =
        new PurgeHandler(
            (orders, _, _) -> {
              orders.forEach(order -> taken.add(order.line()));
              return purged;
            },
            "token",
            List.of());
    return handler.handle(
        Request.to(Method.POST, Url.parse("http://edge.test/purge"))
            .with("Authorization", "Bearer token")
            .with(Body.of(lines)));
  }

  private static Purged reached(Reach reach) {
    return new Purged(Optional.empty(), Optional.empty(), Optional.of(reach));
  }

  private static String text(Response response) throws IOException {
    try (var in = response.body().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void tellsHowManyNodesTookIt() throws IOException {
    Response all = ordered(reached(new Reach(3, 3, List.of())), "tag a\nsoft url http://a.test/\n");
    assertThat(all.status().code()).isEqualTo(200);
    assertThat(text(all)).isEqualTo("2 taken\n3 of 3 nodes took it\n");
    assertThat(taken).hasSize(2);
    Response some = ordered(reached(new Reach(2, 3, List.of("c"))), "tag a");
    assertThat(some.status().code()).isEqualTo(202);
    assertThat(text(some)).startsWith("1 taken\n2 of 3 nodes took it; not, or not yet: c\n");
  }

  @Test
  void takesNoneWhereOneCannotBeRead() throws IOException {
    Response none = ordered(Purged.WHOLE, "tag a\nnonsense\n");
    assertThat(none.status().code()).isEqualTo(400);
    assertThat(taken).isEmpty();
    assertThat(text(ordered(Purged.WHOLE, "\n"))).isEqualTo("0 taken\n");
  }
}
