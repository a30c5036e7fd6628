package dev.glasshouse.journey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String GOOD = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @Test
  void isReadAsItIsWritten() {
    TraceContext context = TraceContext.parse(" " + GOOD).orElseThrow();
    assertThat(context.trace()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(context.spanText()).isEqualTo("b7ad6b7169203331");
    assertThat(context.recorded()).isTrue();
    assertThat(context.traceparent()).isEqualTo(GOOD);
    String unrecorded = GOOD.substring(0, 53) + "02";
    assertThat(TraceContext.parse(unrecorded).orElseThrow().recorded()).isFalse();
  }

  /** 3.2.3: of a later version what stands at the beginning is read, and what follows is not. */
  @ParameterizedTest
  @ValueSource(strings = {"-", "-what is to come"})
  void aLaterVersionIsReadAsFarAsItIsKnown(String behind) {
    String later = "cc" + GOOD.substring(2);
    assertThat(TraceContext.parse(later)).isPresent();
    assertThat(TraceContext.parse(later + behind)).isPresent();
    assertThat(TraceContext.parse(later + "x")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333g-01",
        "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01"
      })
  void whatIsNoneIsNotTaken(String text) {
    assertThat(TraceContext.parse(text)).isEmpty();
  }

  @Test
  void aStepIsFoundAgain() {
    Trail trail = Recorder.start().trail();
    long first = trail.open();
    long second = trail.open();
    TraceContext told = trail.after(second).context().orElseThrow();
    assertThat(told.trace()).isEqualTo(trail.context().orElseThrow().trace());
    assertThat(told).isNotEqualTo(trail.after(first).context().orElseThrow());
    assertThat(trail.joined(told).orElseThrow().cause()).isEqualTo(second);
    // Neither another journey's, nor a step that has not begun, nor the root.
    assertThat(Recorder.start().trail().joined(told)).isEmpty();
    assertThat(trail.joined(trail.after(second + 1).context().orElseThrow())).isEmpty();
    assertThat(trail.joined(trail.context().orElseThrow())).isEmpty();
    assertThat(Trail.OFF.context()).isEmpty();
    assertThat(Trail.OFF.joined(told)).isEmpty();
  }
}
