package dev.glasshouse.journey;

/** Reasons in going through a proxy. */
public enum ProxyReason implements Reason {
  OPTION("--proxy says so", "由 --proxy 指定"),
  VARIABLE("the environment's {0} says so", "由环境变量 {0} 指定"),
  NO_PROXY("{0} has {1}, which fits", "{0} 中有 {1}，与之匹配"),
  OWN_NAMES("the name comes with the program, and no proxy knows it", "该名称是程序自带的，代理不认识它"),
  GRANTED("the proxy agreed", "代理同意"),
  CARRIES(
      "the proxy speaks HTTP/2, where each way is a stream of one connection",
      "代理使用 HTTP/2，每条通道是同一连接上的一个流"),
  REFUSED("the proxy refused: {0}", "代理拒绝：{0}"),
  SILENT("nothing came from the proxy as long as it was waited for", "等待期间代理没有任何答复"),
  NAME_BY_PROXY("the proxy looks the name up", "由代理查询该名称"),
  NAME_BY_US("the name is looked up here, and the proxy is told the address", "名称在本机查询，只把地址告诉代理"),
  NO_NAME("the host is an address: there is no name to look up", "主机本身就是地址，无需查询名称"),
  STRONGEST(
      "of what it takes, {0} is the strongest that is spoken here", "在它接受的方式中，{0} 是此处支持的最强一种"),
  CREDENTIALS_KNOWN("the proxy has taken them before", "代理之前已接受过这些凭据"),
  NO_CREDENTIALS("no user and password for the proxy are known", "没有代理的用户名和密码"),
  CREDENTIALS_REFUSED("the user and password were refused", "用户名和密码被拒绝"),
  NO_SCHEME("none of the schemes is spoken here: {0}", "这些认证方式此处都不支持：{0}"),
  BROKE_PROTOCOL("the proxy broke the protocol: {0}", "代理违反了协议：{0}");

  private final String en;
  private final String zh;

  ProxyReason(String en, String zh) {
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
