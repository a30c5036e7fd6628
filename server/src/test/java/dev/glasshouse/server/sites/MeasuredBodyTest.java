package dev.glasshouse.server.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Content that is measured can be listened to as what it measures can. */
class MeasuredBodyTest {
  /** Content that comes by pieces of so many bytes; 0 for none yet. */
  private static final class Pieces extends BodyStream {
    private final Queue<Integer> pieces;
    private final List<Runnable> told = new ArrayList<>();

    Pieces(Integer... pieces) {
      this.pieces = new ArrayDeque<>(List.of(pieces));
    }

    @Override
    public Fields trailers() {
      return Fields.EMPTY;
    }

    @Override
    public boolean tellsMore() {
      return true;
    }

    @Override
    public int readNow(byte[] into, int offset, int length) {
      return pieces.isEmpty() ? -1 : pieces.remove();
    }

    @Override
    public void whenMore(Runnable then) {
      told.add(then);
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      throw new IllegalStateException("waited for");
    }
  }

  @Test
  void whatHasComeIsHadWithoutWaiting() throws IOException {
    var pieces = new Pieces(4, 0, 6);
    var body = new MeasuredBody(Body.streaming(pieces), 10);
    byte[] into = new byte[100];
    assertThat(body.tellsMore()).isTrue();
    assertThat(body.readNow(into, 0, 100)).isEqualTo(4);
    assertThat(body.readNow(into, 0, 100)).isZero();
    Runnable then = () -> {};
    body.whenMore(then);
    assertThat(pieces.told).containsExactly(then);
    assertThat(body.readNow(into, 0, 100)).isEqualTo(6);
    assertThat(body.readNow(into, 0, 100)).isEqualTo(-1);
    assertThat(body.exceeded()).isFalse();
  }

  @Test
  void whatIsTooLongIsAFault() throws IOException {
    var body = new MeasuredBody(Body.streaming(new Pieces(4, 7)), 10);
    byte[] into = new byte[100];
    assertThat(body.readNow(into, 0, 100)).isEqualTo(4);
    assertThatThrownBy(() -> body.readNow(into, 0, 100)).isInstanceOf(IOException.class);
    assertThat(body.exceeded()).isTrue();
  }
}
