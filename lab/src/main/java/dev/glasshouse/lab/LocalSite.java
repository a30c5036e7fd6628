package dev.glasshouse.lab;

import dev.glasshouse.http.Handler;

/** The built-in site for an address of this machine's own, where other browsers can visit it. */
public final class LocalSite {
  private LocalSite() {}

  /** The pages of {@code www.glasshouse.test} and its chat, whatever name they are asked for. */
  public static Handler handler() {
    return BuiltInSite.www();
  }
}
