package dev.glasshouse.css.properties;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.css.values.Display;
import dev.glasshouse.css.values.Rgba;
import dev.glasshouse.css.values.SizeKeyword;
import org.junit.jupiter.api.Test;

class ComputedStyleTest {
  @Test
  void initialValuesAreWhatTheSpecificationsSay() {
    ComputedStyle style = ComputedStyle.initial();
    assertThat(style.display()).isEqualTo(Display.INLINE);
    assertThat(style.width()).isEqualTo(SizeKeyword.AUTO);
    assertThat(style.fontSize()).isEqualTo(16);
    assertThat(style.color()).isEqualTo(Rgba.BLACK);
    assertThat(style.borderTopWidth()).isZero();
    assertThat(style.backgroundLayers()).isEmpty();
  }
}
