package dev.glasshouse.app;

import dev.glasshouse.net.proxy.ProxyRules;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which proxy a command goes through: from the environment, as curl reads it, or as told. */
final class ProxyOptions {
  @Option(
      names = "--proxy",
      paramLabel = "URL",
      description =
          "go through this proxy (http, https, socks5, socks5h), not the environment's; empty for none")
  private @Nullable String proxy;

  @Option(
      names = "--noproxy",
      paramLabel = "LIST",
      description = "names, addresses and blocks that need no proxy; * for all")
  private @Nullable String noProxy;

  /**
   * The rules.
   *
   * @throws IllegalArgumentException with a message for people, when a proxy is none
   */
  ProxyRules rules(Map<String, String> environment) {
    return ProxyRules.of(environment, Optional.ofNullable(proxy), Optional.ofNullable(noProxy));
  }
}
