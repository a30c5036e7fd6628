package dev.glasshouse.css.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaQueryListTest {
  private static final Viewport VIEWPORT =
      new Viewport(800, 600, 2, Viewport.ColorScheme.DARK, Viewport.MediaType.SCREEN);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                     | true
          all                                    | true
          screen                                 | true
          print                                  | false
          not print                              | true
          only screen and (min-width: 800px)     | true
          (min-width: 50em)                      | true
          (max-width: 799.9px)                   | false
          (width > 799px)                        | true
          (600px < width <= 800px)               | true
          (800px < width)                        | false
          (width: 800px)                         | true
          (orientation: portrait)                | false
          (aspect-ratio: 4/3)                    | true
          (min-resolution: 2dppx)                | true
          (-webkit-min-device-pixel-ratio: 1.5)  | true
          (min-resolution: 193dpi)               | false
          (prefers-color-scheme: dark)           | true
          (hover: hover) and (pointer: fine)     | true
          (hover: none) or (width)               | true
          not (hover)                            | false
          (nonsense)                             | false
          not (nonsense)                         | false
          not all and (nonsense)                 | false
          (nonsense), screen                     | true
          screen and                             | false
          (color) and (not (monochrome))         | true
          tv                                     | false
          (prefers-reduced-motion)               | false
          (min-width: calc(10px * 2))            | true
          """)
  void matches(String query, boolean expected) {
    assertThat(MediaQueryList.parse(query).matches(VIEWPORT)).isEqualTo(expected);
  }
}
