package dev.glasshouse.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BodyStoreTest {
  @TempDir Path folder;
  private final AtomicLong seconds = new AtomicLong(1_700_000_000);

  private BodyStore store(long maxBytes) throws IOException {
    return BodyStore.at(folder, maxBytes, () -> Instant.ofEpochSecond(seconds.incrementAndGet()));
  }

  private static byte[] body(int size, int seed) {
    var bytes = new byte[size];
    java.util.Arrays.fill(bytes, (byte) seed);
    return bytes;
  }

  private long onDisk() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void aBodyIsKeptUnderTheHashOfItsBytes() throws IOException {
    BodyStore store = store(100);
    String hash = store.put("abc".getBytes(StandardCharsets.US_ASCII)).orElseThrow();
    assertThat(hash).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(store.get(hash)).contains("abc".getBytes(StandardCharsets.US_ASCII));
    assertThat(store.file(hash)).isPresent();
    assertThat(store.get("0".repeat(64))).isEmpty();
    assertThat(store.get("../../etc/passwd")).isEmpty();
  }

  @Test
  void theSameBodyIsKeptOnce() throws IOException {
    BodyStore store = store(100);
    assertThat(store.put(body(10, 1))).isEqualTo(store.put(body(10, 1)));
    assertThat(store.bytes()).isEqualTo(10);
    assertThat(onDisk()).isEqualTo(10);
  }

  @Test
  void theBodiesUsedLongestAgoMakeRoom() throws IOException {
    BodyStore store = store(100);
    var hashes = new ArrayList<String>();
    for (int i = 0; i < 4; i++) {
      hashes.add(store.put(body(25, i)).orElseThrow());
    }
    assertThat(store.get(hashes.getFirst())).isPresent();
    assertThat(store.put(body(30, 9))).isPresent();
    assertThat(store.bytes()).isEqualTo(80).isEqualTo(onDisk());
    assertThat(store.get(hashes.getFirst())).isPresent();
    assertThat(store.get(hashes.get(1))).isEmpty();
    assertThat(store.get(hashes.get(2))).isEmpty();
    assertThat(store.get(hashes.get(3))).isPresent();
  }

  @Test
  void oneThatIsTooLargeIsNotKeptAndDrivesNoneOut() throws IOException {
    BodyStore store = store(100);
    String small = store.put(body(40, 1)).orElseThrow();
    try (BodyStore.Writer writer = store.writer()) {
      for (int i = 0; i < 1000; i++) {
        writer.write(body(20, i), 0, 20);
      }
      assertThat(writer.finish()).isEmpty();
    }
    assertThat(store.put(body(51, 2))).isEmpty();
    assertThat(store.get(small)).isPresent();
    assertThat(store.bytes()).isEqualTo(40).isEqualTo(onDisk());
  }

  @Test
  void aBodyAppearsWholeOrNotAtAll() throws IOException {
    BodyStore store = store(100);
    try (BodyStore.Writer writer = store.writer()) {
      writer.write(1);
      writer.write(body(10, 7), 0, 10);
      assertThat(store.bytes()).isEqualTo(11);
    }
    assertThat(store.bytes()).isZero();
    assertThat(onDisk()).isZero();
  }

  @Test
  void whatAnEarlierProcessLeftIsCountedBoundedAndSweptUp() throws IOException {
    BodyStore first = store(1000);
    for (int i = 0; i < 4; i++) {
      assertThat(first.put(body(100, i))).isPresent();
    }
    Files.write(folder.resolve("incoming-1.part"), body(500, 1));
    BodyStore second = store(250);
    assertThat(second.bytes()).isEqualTo(200).isEqualTo(onDisk());
  }

  @Test
  void manyThreadsNeverTakeMoreThanTheyMay() throws Exception {
    BodyStore store = store(1000);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int seed = t;
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int i = 0; i < 30; i++) {
                    store.put(body(90 + i, seed * 7 + i));
                  }
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(store.bytes()).isPositive().isLessThanOrEqualTo(1000).isEqualTo(onDisk());
  }
}
