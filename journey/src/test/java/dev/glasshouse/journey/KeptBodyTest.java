package dev.glasshouse.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that stream by are kept whole, or it is said why not. */
class KeptBodyTest {
  private static final byte[] PIECE = "0123456789".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  private Entry only(Recorder recorder) {
    assertThat(recorder.journey().entries()).hasSize(1);
    return recorder.journey().entries().getFirst();
  }

  private long filesLeft() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void aWholeBodyIsKeptUnderItsHash() throws IOException {
    BodyStore store = BodyStore.at(folder, 1000);
    Recorder recorder = Recorder.start(store);
    KeptBody body = recorder.trail().keep("response");
    body.piece(PIECE, 0, 4);
    body.piece(PIECE, 4, 6);
    body.whole();
    body.cut();
    body.piece(PIECE, 0, 10);
    var stored = (HttpStep.BodyStored) only(recorder).step();
    assertThat(stored.message()).isEqualTo("response");
    assertThat(stored.bytes()).isEqualTo(10);
    assertThat(store.get(stored.sha256())).contains(PIECE);
  }

  @Test
  void oneThatBreaksOffIsNot() throws IOException {
    Recorder recorder = Recorder.start(BodyStore.at(folder, 1000));
    KeptBody body = recorder.trail().keep("response");
    body.piece(PIECE, 0, 4);
    body.cut();
    body.whole();
    assertThat(only(recorder).step()).isEqualTo(new HttpStep.BodyNotKept("response", 4));
    assertThat(only(recorder).because().reason()).isEqualTo(JourneyReason.BODY_NOT_WHOLE);
    assertThat(filesLeft()).isZero();
  }

  @Test
  void oneThatIsTooLargeIsNot() throws IOException {
    BodyStore store = BodyStore.at(folder, 1000, 25);
    Recorder recorder = Recorder.start(store);
    KeptBody fits = recorder.trail().keep("response");
    fits.piece(PIECE, 0, 10);
    fits.piece(PIECE, 0, 10);
    fits.piece(PIECE, 0, 5);
    fits.whole();
    assertThat(only(recorder).step()).isInstanceOf(HttpStep.BodyStored.class);
    Recorder second = Recorder.start(store);
    KeptBody body = second.trail().keep("response");
    for (int i = 0; i < 100; i++) {
      body.piece(PIECE, 0, 10);
    }
    body.whole();
    assertThat(only(second).step()).isEqualTo(new HttpStep.BodyNotKept("response", 1000));
    assertThat(only(second).because()).isEqualTo(Because.of(JourneyReason.BODY_TOO_LARGE, 25L));
    assertThat(store.bytes()).isEqualTo(25);
    assertThat(filesLeft()).isEqualTo(1);
  }

  @Test
  void aStoreThatFailsDisturbsNobody() throws IOException {
    Path gone = folder.resolve("gone");
    BodyStore store = BodyStore.at(gone, 1000);
    Files.delete(gone);
    Recorder recorder = Recorder.start(store);
    KeptBody body = recorder.trail().keep("response");
    body.piece(PIECE, 0, 10);
    body.piece(PIECE, 0, 10);
    body.whole();
    assertThat(only(recorder).step()).isEqualTo(new HttpStep.BodyNotKept("response", 20));
    assertThat(only(recorder).because().reason()).isEqualTo(JourneyReason.BODY_STORE_FAILED);
  }

  @Test
  void anEmptyBodyLeavesNothing() throws IOException {
    Recorder recorder = Recorder.start(BodyStore.at(folder, 1000));
    KeptBody body = recorder.trail().keep("response");
    body.piece(PIECE, 0, 0);
    body.whole();
    assertThat(recorder.journey().entries()).isEmpty();
    assertThat(filesLeft()).isZero();
  }

  @Test
  void whereNoneAreKeptItCostsNothing() {
    Recorder recorder = Recorder.start();
    assertThat(recorder.trail().keep("response")).isSameAs(Trail.OFF.keep("request"));
    recorder.trail().keep("response").piece(PIECE, 0, 10);
    recorder.trail().keep("response").whole();
    assertThat(recorder.journey().entries()).isEmpty();
  }
}
