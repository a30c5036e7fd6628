package dev.glasshouse.journey;

/** Reasons of what stands before a resolver. */
public enum FrontReason implements Reason {
  CLOSEST_LOCAL_ZONE("{0} is the local zone that is closest to the name", "{0} 是离该名称最近的本地区域"),
  ZONE_FOR_CLIENT("{0} is so for this client in particular", "{0} 对此客户端另有规定"),
  NOT_ON_THE_INTERNET(
      "{0} is a name that no server of the internet answers for", "互联网上没有服务器负责 {0} 这个名称"),
  ABOUT_ITSELF("it asks about this server itself", "问的是这台服务器自身"),
  TOLD_NOBODY("this server does not say that of itself", "这台服务器不透露该信息"),
  ONLY_LOCAL("{0} may only have what is local", "{0} 只可取得本地应答"),
  NO_SNOOPING(
      "it does not ask for recursion, and {0} may not see what is known already",
      "未请求递归，而 {0} 不可查看缓存"),
  COPY_HERE("a copy of {0} is kept here, and answers with authority", "这里保存着区域 {0} 的副本，可作权威应答"),
  COPY_NOT_BELIEVED(
      "there is no copy of {0} that can be believed, and others are not asked",
      "没有可信的 {0} 区域副本，也不另问他处"),
  ADDRESS_IN_RULE(
      "{0} is the smallest range with a rule that has the address", "{0} 是含有该地址且有规则的最小范围"),
  NO_IPV6(
      "there are no such addresses that serve, and there are IPv4 ones",
      "没有可用的 IPv6 地址，但有 IPv4 地址"),
  KEY_TRUSTED("the root's key with that tag is trusted here", "这里信任具有该标记的根密钥"),
  KEY_NOT_TRUSTED("no key of the root with that tag is trusted here", "这里不信任具有该标记的根密钥");

  private final String en;
  private final String zh;

  FrontReason(String en, String zh) {
    this.en = en;
    this.zh = zh;
  }

  @Override
  public String en() {
    return en;
  }

  @Override
  public String zh() {
    return zh;
  }
}
