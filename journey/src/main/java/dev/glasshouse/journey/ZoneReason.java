package dev.glasshouse.journey;

/** Reasons in serving names. */
public enum ZoneReason implements Reason {
  MALFORMED("its bytes do not hold: {0}", "报文字节有误：{0}"),
  IS_A_RESPONSE(
      "it is a response: answering it could make two servers talk to each other for ever",
      "这是一个应答：若再回答，两台服务器可能无休止地对答下去"),
  NOT_ALLOWED("the access list does not have {0}", "访问列表中没有 {0}"),
  COOKIE_WANTED(
      "its address has to be proven by a cookie or a connection", "需要用 Cookie 或连接证明其地址不是伪造的"),
  OPCODE_UNKNOWN("operation {0} is not one that is served here", "这里不提供操作码 {0} 的服务"),
  TYPE_OF_MESSAGES(
      "records of type {0} stand in messages alone, and in no zone",
      "类型 {0} 的记录只出现在报文中，不会出现在任何区域里"),
  EDNS_VERSION("EDNS version {0} is not known, only 0 is", "不认识 EDNS 版本 {0}，只认识 0"),
  RATE_LIMITED(
      "{0} asks the same too often, as if somebody had put its address on questions of their own",
      "{0} 过于频繁地问同样的问题，像是有人冒用了它的地址"),
  RATE_SLIPPED(
      "{0} asks the same too often; every {1}th time it is told to ask by TCP, which cannot be forged",
      "{0} 过于频繁地问同样的问题；每第 {1} 次让它改用无法伪造地址的 TCP"),
  TOO_LARGE(
      "{0} bytes do not fit into the {1} that the client takes by UDP",
      "答案有 {0} 字节，客户端经 UDP 只接收 {1} 字节"),
  CLIENT_GONE(
      "the client has gone away, {0} records into its copy of the zone", "客户端中途离开，区域副本只收到 {0} 条记录"),
  TOO_MANY_IN_FLIGHT("{0} questions of this connection wait already", "此连接已有 {0} 个问题在等待"),
  IN_ZONE("{0} is the zone that is closest to the name", "{0} 是离该名称最近的区域"),
  NO_ZONE("no zone that is served here has the name", "这里提供的区域都不包含该名称"),
  ZONE_NOT_YET("{0} is a copy of another server's, and has not come yet", "{0} 是另一台服务器的区域副本，尚未传来"),
  ZONE_EXPIRED(
      "{0} is a copy of another server's, which has not confirmed it for too long",
      "{0} 是另一台服务器的区域副本，已太久未得到它的确认"),
  DELEGATED("{0} is delegated: other servers know what is below it", "{0} 已委派：其下内容由别的服务器负责"),
  NAME_MISSING("nothing is at the name or below it", "该名称处及其下都没有记录"),
  TYPE_MISSING("the name has records, but none of type {0}", "该名称有记录，但没有 {0} 类型的"),
  FROM_WILDCARD(
      "no such name is there, and {0} stands for all that are not", "没有这个名称，而 {0} 代表所有不存在的名称"),
  ALIAS_HERE("an alias stands at {0}", "{0} 处是别名"),
  CLIENT_NETWORK(
      "{0} belongs to the network {1}, which gets records of its own", "{0} 属于网络 {1}，该网络有专门的记录"),
  CLIENT_SUBNET(
      "the resolver asks for a client of {0}, which belongs to the network {1}",
      "解析器代 {0} 的客户端查询，该客户端属于网络 {1}"),
  BY_WEIGHT("each record is given as often as its weight says", "各记录按权重所示的频率给出"),
  BY_TURN("all records are given, each in its turn as the first", "给出全部记录，轮流排在最前"),
  PROBE_FAILED("it does not answer its probe", "它没有应答健康探测"),
  ALL_PROBES_FAILED(
      "none answers its probe, and all of them are better than none", "没有一个应答健康探测，但全部给出总比没有好"),
  HAS_RECORDS("the name has such records", "该名称有这样的记录");

  private final String en;
  private final String zh;

  ZoneReason(String en, String zh) {
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
