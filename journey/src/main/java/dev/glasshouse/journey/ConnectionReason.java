package dev.glasshouse.journey;

/** Reasons in making and ending connections. */
public enum ConnectionReason implements Reason {
  TRANSPORT_EPOLL(
      "Linux has it, it tells of every connection what the kernel knows, and for a few connections nothing is quicker",
      "Linux 提供它，它能说明内核对每个连接所知道的一切，而且连接不多时没有更快的方式"),
  TRANSPORT_IO_URING("Linux has it, and epoll is not there", "Linux 提供它，而 epoll 不可用"),
  TRANSPORT_NIO("it is what Java brings everywhere", "这是 Java 在任何地方都自带的方式"),
  TRANSPORT_ASKED_FOR("it was asked for", "用户指定使用它"),
  NOT_AVAILABLE("it is not available: {0}", "不可用：{0}"),
  FIRST_ADDRESS("it was the first address tried, and connected", "它是第一个尝试的地址，并且连通了"),
  FIRST_CONNECTED("it connected first", "它最先连通"),
  ADDRESS_FAILED("{0:word}", "{0:word}"),
  OUTRUN("another address connected before", "另一个地址先连通了"),
  LONGEST_PREFIX(
      "of the {0} routes that fit, {2} has the longest prefix ({1} bits) or the lowest metric",
      "在 {0} 条匹配的路由中，{2} 的前缀最长（{1} 位）或度量最小"),
  SHORTER_PREFIX("its prefix is shorter, or its metric higher", "它的前缀较短，或度量较大"),
  OWN_ADDRESS("the destination is this machine itself", "目的地就是本机"),
  TLS_CHECKED(
      "the certificate is for this name, holds today, and comes from an authority that we trust; whether it was revoked is not checked",
      "证书属于这个名称，今天有效，并由我们信任的机构签发；是否被吊销未作检查"),
  TLS_OWN_AUTHORITY(
      "the certificate is for this name, holds today, and comes from the authority that this program made for the names that are built in: it is trusted for them alone, and for this run",
      "证书属于这个名称，今天有效，并由本程序为内置名称创建的机构签发：该机构只对这些名称、只在本次运行中受信任"),
  TLS_RESUMED(
      "the certificate was checked when the session began, and the server has proved that it still has the session's key",
      "证书在会话开始时已检查过，服务器也证明了它仍持有该会话的密钥"),
  TLS_INSECURE(
      "the certificate was not checked, because that was asked for: anybody may sit in between",
      "按要求没有检查证书：中间可能有任何人"),
  CERTIFICATE_EXPIRED("its time is over", "证书已过期"),
  CERTIFICATE_NOT_YET_VALID("its time has not begun", "证书尚未生效"),
  CERTIFICATE_WRONG_NAME("it is for another name", "证书属于别的名称"),
  CERTIFICATE_UNKNOWN_ISSUER("nobody that we trust vouches for it", "没有我们信任的机构为它担保"),
  CERTIFICATE_SELF_SIGNED("it vouches for itself alone", "证书只由它自己担保"),
  CERTIFICATE_WEAK("its cryptography is too weak", "证书的密码强度太弱"),
  CERTIFICATE_BAD("it breaks the rules for certificates of servers", "证书违反了服务器证书的规则"),
  NOT_WANTED("nobody wants the connection any more", "已不再需要这条连接"),
  KERNEL_ASKED_BEFORE(
      "it said so less than 20 ms before, as another response ended: in so short a time it is not asked again",
      "这是它在不到 20 毫秒前、另一个响应结束时所说的：这么短的时间内不再询问"),
  CLOSED_BY_US("we closed it first", "是我们先关闭的"),
  CLOSED_BY_PEER("the peer's FIN came first", "对方的 FIN 先到"),
  RESET_BY_PEER("the peer broke it off (RST), or the kernel gave it up", "对方中断了连接（RST），或内核放弃了它");

  private final String en;
  private final String zh;

  ConnectionReason(String en, String zh) {
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
