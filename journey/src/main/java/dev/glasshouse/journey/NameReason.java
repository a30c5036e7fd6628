package dev.glasshouse.journey;

/** Reasons in looking up names. */
public enum NameReason implements Reason {
  CACHED("the cache knows it for another {0}", "缓存中已有，还有效 {0}"),
  ASKED_ALREADY("one question is enough for all who want to know", "想知道的人共用一次查询即可"),
  NOT_CACHED("it was not asked for lately, or what was known holds no more", "近来没有查询过，或所知已经过期"),
  HOSTS_LINE("the hosts file has it in line {0}", "hosts 文件第 {0} 行已写明"),
  NOT_IN_HOSTS("no line of the hosts file names it", "hosts 文件中没有任何一行提到它"),
  IS_AN_ADDRESS("it is an address itself, and needs no looking up", "它本身就是地址，无需查询"),
  BUILT_IN("it is one of the names that come with the program", "它是随程序自带的名称"),
  LOCALHOST(
      "localhost and all names below it are this machine, and never leave it",
      "localhost 及其下的所有名称都是本机，绝不向外查询"),
  FIRST_SERVER("neither the cache nor the hosts file knows it", "缓存和 hosts 文件都不知道它"),
  NEXT_SERVER("the server before did not help", "前一个服务器没有帮上忙"),
  NEXT_ROUND("no server helped, so they are asked once more", "没有服务器帮上忙，于是再问一遍"),
  ANSWER_TRUNCATED("the answer did not fit into a datagram", "答案放不进一个数据报"),
  EDNS_REFUSED("the server does not understand EDNS, so it is asked without", "服务器不懂 EDNS，因此不带它再问"),
  SOMEBODY_GUESSES(
      "too many messages came that do not match: somebody may be guessing, which TCP makes harder",
      "收到太多不相符的报文：可能有人在猜测，改用 TCP 使其更难"),
  NOT_THE_ANSWER("an answer must match its question in every point", "答案必须在每一点上与问题相符"),
  SERVER_WILL_NOT("it answered, but not what was asked", "它回答了，却没有答所问"),
  SERVER_UNREACHABLE("it could not be reached", "无法到达它"),
  NO_ANSWER_IN_TIME("nothing came in time", "没有及时收到任何回答"),
  SERVER_SAID("the server {0} said so", "服务器 {0} 这样说"),
  ALIAS("an alias stands for another name, and is followed", "别名代表另一个名称，需要继续跟随"),
  NO_SUCH_NAME("the name does not exist", "这个名称不存在"),
  NO_SUCH_DATA("the name exists, but has no address", "这个名称存在，但没有地址"),
  NO_SERVER_COULD("no server could or would tell", "没有服务器能够或愿意说明"),
  NOT_A_NAME(
      "a name has labels of 1 to 63 characters, 253 in all, and no blanks",
      "名称的每一段为 1 到 63 个字符，总长不超过 253，且不含空白"),
  OWN_RESOLVER(
      "neither the cache nor the hosts file knows it, and the system's servers are not to be asked",
      "缓存和 hosts 文件都不知道它，且不向系统的服务器询问"),
  OWN_RESOLVER_FOUND(
      "it was found from the root down, without the servers of the system", "从根服务器逐级查得，没有使用系统的服务器"),
  NOT_GENUINE("what came has no signature that holds", "收到的回答没有有效的签名"),
  SERVER_MARKS("its extended error says so", "该服务器用扩展错误如此声明");

  private final String en;
  private final String zh;

  NameReason(String en, String zh) {
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
