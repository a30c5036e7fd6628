package dev.glasshouse.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.cache.CacheLimits;
import dev.glasshouse.http.cache.HttpCache;
import dev.glasshouse.http.cache.Listed;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that mean harm, against whole fetches. */
@Timeout(60)
class AttackTest {

  /** It is stored as it came, small, and each time it is used the same limit cuts it off. */
  @Test
  void aBombIsNotSetOffByTheCacheEither() throws Exception {
    byte[] bomb = Zstd.compress(new byte[64 << 20]);
    assertThat(bomb.length).isLessThan(16_000);
    var asked = new AtomicInteger();
    try (var lab =
        new Lab(_ -> {
          asked.incrementAndGet();
          return Response.of(Status.OK)
              .with("Content-Type", "text/plain")
              .with("Content-Encoding", "zstd")
              .with("Cache-Control", "max-age=600")
              .with(Body.of(bomb));
        })) {
      Fetcher fetcher =
          lab.fetcher.with(HttpCache.inMemory(CacheLimits.DEFAULT, InstantSource.system()));
      for (int i = 1; i <= 3; i++) {
        assertThatThrownBy(
                () -> {
                  try (FetchResponse response =
                      fetcher.fetch(
                          FetchRequest.page(lab.url("a.test", "/")), lab.recorder.trail())) {
                    response.body().transferTo(java.io.OutputStream.nullOutputStream());
                  }
                })
            .isInstanceOf(IOException.class);
        assertThat(lab.steps(JourneyStep.LimitReached.class)).hasSize(i);
      }
      assertThat(fetcher.cache().orElseThrow().list())
          .allSatisfy(entry -> assertThat(entry.bytes()).isLessThanOrEqualTo(bomb.length));
      assertThat(fetcher.cache().orElseThrow().list().stream().mapToLong(Listed::bytes).sum())
          .isLessThanOrEqualTo(bomb.length);
    }
    assertThat(asked.get()).isBetween(1, 3);
  }

  /** Each redirect leads to a place that nobody was at yet. */
  @Test
  void anEndlessChainOfRedirectsEnds() throws Exception {
    var seen = new CopyOnWriteArrayList<String>();
    try (var lab =
        new Lab(request -> {
          seen.add(request.target());
          return Response.of(Status.FOUND).with("Location", "/" + seen.size());
        })) {
      assertThatThrownBy(() -> lab.page(lab.url("a.test", "/0")))
          .isInstanceOf(FetchException.class);
      assertThat(seen).hasSize(21).doesNotHaveDuplicates();
      assertThat(lab.steps(JourneyStep.LimitReached.class))
          .extracting(JourneyStep.LimitReached::limit, JourneyStep.LimitReached::allowed)
          .containsExactly(org.assertj.core.groups.Tuple.tuple("redirects", 20L));
      assertThat(lab.entries(FetchStep.RedirectRefused.class).getFirst().because().reason())
          .isEqualTo(FetchReason.REDIRECT_LIMIT);
    }
  }

  /** What a redirect or a cookie brings stays inside the value that it came in. */
  @Test
  void nothingIsSplitByLocationOrCookie() throws Exception {
    var fields = new CopyOnWriteArrayList<List<String>>();
    try (var lab =
        new Lab(request -> {
          fields.add(request.fields().lines());
          return switch (request.path()) {
            case "/1" ->
                Response.of(Status.FOUND)
                    .with("Location", "/2?a=%0d%0aX-Injected:%201&b=\u0085\u00a0")
                    .with("Set-Cookie", "a=1%0d%0aX-Injected: 1; Path=/%0d%0aX-Injected: 1");
            default ->
                Response.text(Status.OK, "x").with("Set-Cookie", "b=2\tX-Injected: 1; Path=/");
          };
        })) {
      Url url = lab.url("a.test", "/1");
      Lab.text(lab.page(url));
      Lab.text(lab.page(lab.url("a.test", "/3")));
    }
    assertThat(fields).hasSize(3);
    for (List<String> lines : fields) {
      assertThat(lines).noneMatch(line -> line.startsWith("X-Injected"));
      assertThat(lines).allMatch(line -> line.chars().noneMatch(c -> c == '\r' || c == '\n'));
    }
  }
}
