package dev.glasshouse.css.properties;

import dev.glasshouse.css.values.Rgba;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The colour spaces, each with its way to and from sRGB (<a
 * href="https://drafts.csswg.org/css-color-4/#color-conversion-code">CSS Color 4, 10 and 17</a>).
 * Lab and LCH have 100 as their full lightness, the OK ones 1; hues are in degrees; HSL and HWB run
 * to 100.
 */
enum ColorSpace {
  SRGB,
  SRGB_LINEAR,
  HSL,
  HWB,
  LAB,
  LCH,
  OKLAB,
  OKLCH,
  XYZ,
  XYZ_D65,
  XYZ_D50,
  DISPLAY_P3,
  A98_RGB,
  PROPHOTO_RGB,
  REC2020;

  private static final double[] SRGB_TO_XYZ = {
    506752.0 / 1228815, 87881.0 / 245763, 12673.0 / 70218,
    87098.0 / 409605, 175762.0 / 245763, 12673.0 / 175545,
    7918.0 / 409605, 87881.0 / 737289, 1001167.0 / 1053270
  };
  private static final double[] XYZ_TO_SRGB = invert(SRGB_TO_XYZ);
  private static final double[] P3_TO_XYZ = {
    608311.0 / 1250200,
    189793.0 / 714400,
    198249.0 / 1000160,
    35783.0 / 156275,
    247089.0 / 357200,
    198249.0 / 2500400,
    0,
    32229.0 / 714400,
    5220557.0 / 5000800
  };
  private static final double[] A98_TO_XYZ = {
    573536.0 / 994567, 263643.0 / 1420810, 187206.0 / 994567,
    591459.0 / 1989134, 6239551.0 / 9945670, 374412.0 / 4972835,
    53769.0 / 1989134, 351524.0 / 4972835, 4929758.0 / 4972835
  };
  private static final double[] REC2020_TO_XYZ = {
    63426534.0 / 99577255,
    20160776.0 / 139408157,
    47086771.0 / 278816314,
    26158966.0 / 99577255,
    472592308.0 / 697040785,
    8267143.0 / 139408157,
    0,
    19567812.0 / 697040785,
    295819943.0 / 278816314
  };
  private static final double[] PROPHOTO_TO_XYZ_D50 = {
    0.79776664490064230,
    0.13518129740053308,
    0.03134773412839220,
    0.28807482881940130,
    0.71183523424187300,
    0.00008993693872564,
    0,
    0,
    0.82510460251046020
  };
  private static final double[] D50_TO_D65 = {
    0.955473421488075, -0.02309845494876471, 0.06325924320057072,
    -0.0283697093338637, 1.0099953980813041, 0.021041441191917323,
    0.012314014864481998, -0.020507649298898964, 1.330365926242124
  };
  private static final double[] XYZ_TO_LMS = {
    0.8190224379967030, 0.3619062600528904, -0.1288737815209879,
    0.0329836539323885, 0.9292868615863434, 0.0361446663506424,
    0.0481771893596242, 0.2642395317527308, 0.6335478284694309
  };
  private static final double[] LMS_TO_OKLAB = {
    0.2104542683093140, 0.7936177747023054, -0.0040720430116193,
    1.9779985324311684, -2.4285922420485799, 0.4505937096174110,
    0.0259040424655478, 0.7827717124575296, -0.8086757549230774
  };
  private static final double[] WHITE_D50 = {0.3457 / 0.3585, 1, (1 - 0.3457 - 0.3585) / 0.3585};

  /** The space by its name in {@code color()} and {@code color-mix()}; null where it is none. */
  static @Nullable ColorSpace named(String name) {
    for (ColorSpace space : values()) {
      if (space.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name)) {
        return space;
      }
    }
    return null;
  }

  boolean hasHue() {
    return hueIndex() >= 0;
  }

  int hueIndex() {
    return switch (this) {
      case HSL, HWB -> 0;
      case LCH, OKLCH -> 2;
      default -> -1;
    };
  }

  /** A colour of this space as sRGB, outside of 0 to 1 where it lies outside. */
  Rgba toRgba(double[] c, double alpha) {
    double[] rgb =
        switch (this) {
          case SRGB -> c;
          case HSL -> hslToRgb(c[0], c[1] / 100, c[2] / 100);
          case HWB -> hwbToRgb(c[0], c[1] / 100, c[2] / 100);
          default -> gamma(multiply(XYZ_TO_SRGB, toXyz(c)));
        };
    return new Rgba(clean(rgb[0]), clean(rgb[1]), clean(rgb[2]), alpha);
  }

  private static double clean(double d) {
    double rounded = Math.round(d * 1e9) / 1e9;
    return Double.isNaN(d) ? 0 : rounded;
  }

  /** An sRGB colour in this space. */
  double[] fromRgba(Rgba c) {
    double[] rgb = {c.red(), c.green(), c.blue()};
    return switch (this) {
      case SRGB -> rgb;
      case HSL -> rgbToHsl(rgb);
      case HWB ->
          new double[] {
            rgbToHsl(rgb)[0],
            100 * Math.min(rgb[0], Math.min(rgb[1], rgb[2])),
            100 * (1 - Math.max(rgb[0], Math.max(rgb[1], rgb[2])))
          };
      default -> fromXyz(multiply(SRGB_TO_XYZ, linear(rgb)));
    };
  }

  private double[] toXyz(double[] c) {
    return switch (this) {
      case SRGB, HSL, HWB -> throw new IllegalStateException("converted directly");
      case SRGB_LINEAR -> multiply(SRGB_TO_XYZ, c);
      case XYZ, XYZ_D65 -> c;
      case XYZ_D50 -> multiply(D50_TO_D65, c);
      case DISPLAY_P3 -> multiply(P3_TO_XYZ, linear(c));
      case A98_RGB -> multiply(A98_TO_XYZ, power(c, 563.0 / 256));
      case PROPHOTO_RGB -> multiply(D50_TO_D65, multiply(PROPHOTO_TO_XYZ_D50, proPhotoLinear(c)));
      case REC2020 -> multiply(REC2020_TO_XYZ, power(c, 2.4));
      case LAB -> multiply(D50_TO_D65, labToXyzD50(c));
      case LCH -> multiply(D50_TO_D65, labToXyzD50(rectangular(c)));
      case OKLAB -> oklabToXyz(c);
      case OKLCH -> oklabToXyz(rectangular(c));
    };
  }

  private double[] fromXyz(double[] xyz) {
    return switch (this) {
      case SRGB, HSL, HWB -> throw new IllegalStateException("converted directly");
      case SRGB_LINEAR -> multiply(XYZ_TO_SRGB, xyz);
      case XYZ, XYZ_D65 -> xyz;
      case XYZ_D50 -> multiply(invert(D50_TO_D65), xyz);
      case DISPLAY_P3 -> gamma(multiply(invert(P3_TO_XYZ), xyz));
      case A98_RGB -> power(multiply(invert(A98_TO_XYZ), xyz), 256.0 / 563);
      case PROPHOTO_RGB ->
          power(multiply(invert(PROPHOTO_TO_XYZ_D50), multiply(invert(D50_TO_D65), xyz)), 1 / 1.8);
      case REC2020 -> power(multiply(invert(REC2020_TO_XYZ), xyz), 1 / 2.4);
      case LAB -> xyzD50ToLab(multiply(invert(D50_TO_D65), xyz));
      case LCH -> polar(xyzD50ToLab(multiply(invert(D50_TO_D65), xyz)));
      case OKLAB -> xyzToOklab(xyz);
      case OKLCH -> polar(xyzToOklab(xyz));
    };
  }

  private static double[] multiply(double[] m, double[] v) {
    return new double[] {
      m[0] * v[0] + m[1] * v[1] + m[2] * v[2],
      m[3] * v[0] + m[4] * v[1] + m[5] * v[2],
      m[6] * v[0] + m[7] * v[1] + m[8] * v[2]
    };
  }

  private static double[] invert(double[] m) {
    double a = m[4] * m[8] - m[5] * m[7];
    double b = m[5] * m[6] - m[3] * m[8];
    double c = m[3] * m[7] - m[4] * m[6];
    double d = m[0] * a + m[1] * b + m[2] * c;
    return new double[] {
      a / d, (m[2] * m[7] - m[1] * m[8]) / d, (m[1] * m[5] - m[2] * m[4]) / d,
      b / d, (m[0] * m[8] - m[2] * m[6]) / d, (m[2] * m[3] - m[0] * m[5]) / d,
      c / d, (m[1] * m[6] - m[0] * m[7]) / d, (m[0] * m[4] - m[1] * m[3]) / d
    };
  }

  private interface Curve {
    double of(double d);
  }

  private static double[] each(double[] v, Curve f) {
    return new double[] {f.of(v[0]), f.of(v[1]), f.of(v[2])};
  }

  private static double[] linear(double[] rgb) {
    return each(
        rgb,
        d ->
            Math.abs(d) <= 0.04045
                ? d / 12.92
                : Math.copySign(Math.pow((Math.abs(d) + 0.055) / 1.055, 2.4), d));
  }

  private static double[] gamma(double[] linear) {
    return each(
        linear,
        d ->
            Math.abs(d) <= 0.0031308
                ? d * 12.92
                : Math.copySign(1.055 * Math.pow(Math.abs(d), 1 / 2.4) - 0.055, d));
  }

  private static double[] power(double[] v, double exponent) {
    return each(v, d -> Math.copySign(Math.pow(Math.abs(d), exponent), d));
  }

  private static double[] proPhotoLinear(double[] v) {
    return each(
        v, d -> Math.abs(d) <= 16.0 / 512 ? d / 16 : Math.copySign(Math.pow(Math.abs(d), 1.8), d));
  }

  private static double[] rectangular(double[] lch) {
    double h = Math.toRadians(lch[2]);
    return new double[] {lch[0], lch[1] * Math.cos(h), lch[1] * Math.sin(h)};
  }

  private static double[] polar(double[] lab) {
    double hue = Math.toDegrees(Math.atan2(lab[2], lab[1]));
    return new double[] {lab[0], Math.hypot(lab[1], lab[2]), hue < 0 ? hue + 360 : hue};
  }

  private static double[] labToXyzD50(double[] lab) {
    double kappa = 24389.0 / 27;
    double fy = (lab[0] + 16) / 116;
    double fx = lab[1] / 500 + fy;
    double fz = fy - lab[2] / 200;
    double x = cube(fx) > 216.0 / 24389 ? cube(fx) : (116 * fx - 16) / kappa;
    double y = lab[0] > 8 ? cube(fy) : lab[0] / kappa;
    double z = cube(fz) > 216.0 / 24389 ? cube(fz) : (116 * fz - 16) / kappa;
    return new double[] {x * WHITE_D50[0], y * WHITE_D50[1], z * WHITE_D50[2]};
  }

  private static double cube(double d) {
    return d * d * d;
  }

  private static double[] xyzD50ToLab(double[] xyz) {
    double[] f = new double[3];
    for (int i = 0; i < 3; i++) {
      double d = xyz[i] / WHITE_D50[i];
      f[i] = d > 216.0 / 24389 ? Math.cbrt(d) : (24389.0 / 27 * d + 16) / 116;
    }
    return new double[] {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
  }

  private static double[] oklabToXyz(double[] lab) {
    double[] lms = multiply(invert(LMS_TO_OKLAB), lab);
    return multiply(invert(XYZ_TO_LMS), each(lms, ColorSpace::cube));
  }

  private static double[] xyzToOklab(double[] xyz) {
    return multiply(LMS_TO_OKLAB, each(multiply(XYZ_TO_LMS, xyz), Math::cbrt));
  }

  private static double[] hslToRgb(double hue, double saturation, double lightness) {
    double h = ((hue % 360) + 360) % 360 / 30;
    double a = saturation * Math.min(lightness, 1 - lightness);
    double[] out = new double[3];
    int[] offsets = {0, 8, 4};
    for (int i = 0; i < 3; i++) {
      double k = (offsets[i] + h) % 12;
      out[i] = lightness - a * Math.max(-1, Math.min(Math.min(k - 3, 9 - k), 1));
    }
    return out;
  }

  private static double[] hwbToRgb(double hue, double white, double black) {
    if (white + black >= 1) {
      double gray = white / (white + black);
      return new double[] {gray, gray, gray};
    }
    return each(hslToRgb(hue, 1, 0.5), d -> d * (1 - white - black) + white);
  }

  private static double[] rgbToHsl(double[] rgb) {
    double max = Math.max(rgb[0], Math.max(rgb[1], rgb[2]));
    double min = Math.min(rgb[0], Math.min(rgb[1], rgb[2]));
    double light = (max + min) / 2;
    double d = max - min;
    if (d == 0) {
      return new double[] {0, 0, light * 100};
    }
    double saturation = light == 0 || light == 1 ? 0 : (max - light) / Math.min(light, 1 - light);
    double hue =
        max == rgb[0]
            ? (rgb[1] - rgb[2]) / d + (rgb[1] < rgb[2] ? 6 : 0)
            : max == rgb[1] ? (rgb[2] - rgb[0]) / d + 2 : (rgb[0] - rgb[1]) / d + 4;
    return new double[] {hue * 60, saturation * 100, light * 100};
  }
}
