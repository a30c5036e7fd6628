package dev.glasshouse.journey;

/** Reasons of a server that stands in front of others. */
public enum EdgeReason implements Reason {
  ONLY_SERVER("it is the only one", "它是唯一的服务器"),
  ITS_TURN("it is its turn", "轮到它了"),
  ITS_TURN_BY_WEIGHT("it is its turn, with weight {0} of {1}", "按权重轮到它（权重 {0}，共 {1}）"),
  LEAST_BUSY("it has the fewest requests under way: {0}", "它正在处理的请求最少：{0}"),
  LESS_BUSY_OF_TWO(
      "of two taken at random it has fewer requests under way: {0} against {1}",
      "随机取两台，它正在处理的请求较少：{0} 对 {1}"),
  NEXT_ON_RING("the key {0} falls to it on the ring", "键 {0} 在哈希环上落到它"),
  NEXT_ON_RING_WITH_ROOM(
      "the key {0} falls to it on the ring, past {1} that have their share already",
      "键 {0} 在哈希环上落到它，此前 {1} 台已达上限"),
  STUCK_TO("the client's cookie names it", "客户端的 cookie 指定了它"),
  BY_PLACE("the client's address {0} belongs to the network {1}", "客户端地址 {0} 属于网络 {1}"),
  NO_PLACE(
      "the client's address {0} belongs to no network that is listed", "客户端地址 {0} 不属于任何已列出的网络"),
  NAME_LED_HERE(
      "the owner of the name gave this node's address to resolvers in {0}",
      "该名称的所有者把此节点的地址给了位于 {0} 的解析器"),
  NEAREST_NODE(
      "all nodes have this address, and of them this one is nearest to {0}: {1} km",
      "所有节点共用此地址，其中此节点离 {0} 最近，相距 {1} 公里"),
  TRIED_BEFORE("it was tried for this request before", "此请求已经试过它"),
  IS_DOWN("it is down: {0}", "它已下线：{0}"),
  IS_EJECTED("it is out for {0} more, because of how it answered", "因其应答情况，它还要被摘除 {0}"),
  BREAKER_OPEN("its breaker is open for {0} more", "它的熔断器还将断开 {0}"),
  BREAKER_TRYING("its breaker is half open, and a trial is under way", "它的熔断器半开，正有一个试探请求"),
  IS_FULL("it has {0} requests under way, and may have no more", "它已有 {0} 个请求在处理，不能再多"),
  IS_BACKUP("it is for when no other is to be had", "它是备用服务器，仅在没有其他服务器时使用"),
  NOT_CHOSEN("another was chosen by the rule", "按规则选了另一台"),
  NONE_TO_BE_HAD("none of its servers is to be had", "没有可用的服务器"),
  TRUSTED_PEER(
      "the peer {0} is trusted, and what it says of the client is kept", "对端 {0} 受信任，保留它关于客户端的说明"),
  UNTRUSTED_PEER(
      "the peer {0} is not trusted, and what it says of the client is replaced",
      "对端 {0} 不受信任，替换它关于客户端的说明"),
  TOO_MANY_HOPS("it came through {0} gateways already", "它已经过 {0} 个网关"),
  NO_MORE_FORWARDS("Max-Forwards says that it goes no further", "Max-Forwards 表示不得再转发"),
  NO_TUNNELS("tunnels are not made here", "此处不建立隧道"),
  TUNNEL_LISTED("tunnels to {0} are allowed", "允许建立到 {0} 的隧道"),
  TUNNEL_NOT_LISTED("tunnels to {0} are not allowed here", "此处不允许建立到 {0} 的隧道"),
  BAD_AUTHORITY("its authority cannot be passed on: {0}", "其 authority 无法转发：{0}"),
  BAD_TARGET("its target cannot be passed on: {0}", "其目标无法转发：{0}"),
  BAD_FIELD("the field {0} cannot be passed on", "字段 {0} 无法转发"),
  METHOD_OFF("{0} is not passed on", "不转发 {0}"),
  CONNECTION_REFUSED("the server refused the connection", "服务器拒绝连接"),
  CONNECTION_TIMEOUT("no connection was made in time", "未能及时建立连接"),
  TLS_TIMEOUT(
      "the connection stood, but its TLS handshake was not done in time", "连接已建立，但 TLS 握手未能及时完成"),
  CONNECTION_LOST("the connection was lost before the answer came: {0}", "应答到达之前连接已断开：{0}"),
  SERVER_UNREACHABLE("there is no way to the server: {0}", "无法到达服务器：{0}"),
  NAME_UNKNOWN("the server's name has no address: {0}", "服务器的名称没有地址：{0}"),
  CERTIFICATE_WRONG("the server's certificate is wrong: {0}", "服务器的证书有误：{0}"),
  TLS_FAILED("TLS failed with the server: {0}", "与服务器的 TLS 握手失败：{0}"),
  ANSWER_LATE("the server did not answer in time: {0}", "服务器未及时应答：{0}"),
  ANSWER_MALFORMED("the server's answer is malformed: {0}", "服务器的应答格式错误：{0}"),
  ANSWER_TOO_LARGE("the server's answer is over a limit: {0}", "服务器的应答超过限制：{0}"),
  NO_CONNECTION_FREE("all connections to the server were busy for too long", "到服务器的所有连接长时间都在忙"),
  EXCHANGE_RESET("the server ended the exchange: {0}", "服务器终止了该请求：{0}"),
  STATUS_TO_RETRY("the server answered {0}", "服务器应答了 {0}"),
  NOTHING_WAS_SENT(
      "nothing of it was sent, or the server has said that it did not look at it",
      "尚未发送任何内容，或服务器表示没有处理它"),
  HARMLESS_TWICE("{0} does the same when it is done twice", "{0} 执行两次与一次效果相同"),
  NOT_IDEMPOTENT("{0} may have been done already, and twice is not once", "{0} 可能已被执行，重复执行不等于一次"),
  BODY_BEGUN("its content has been passed on in part, and is not kept", "其内容已部分转发且未保存"),
  ENOUGH_TRIED("it was sent {0} times", "已发送 {0} 次"),
  RETRY_BUDGET_SPENT("more than {0} % of the requests are second tries already", "重试已超过全部请求的 {0}%"),
  CONTENT_BROKE("the client's content broke off, or is malformed: {0}", "客户端的内容中断或格式错误：{0}"),
  CLIENT_GONE("the client has gone", "客户端已断开"),
  OVERLOADED("{0} requests are under way, and no more than that are taken", "已有 {0} 个请求在处理，不再接受更多"),
  REDIRECTING("clients are sent to the servers themselves here", "此处让客户端直接访问服务器"),
  PROBE_OK("it answered {0}", "它应答了 {0}"),
  PROBE_WRONG_STATUS("it answered {0}, not {1}", "它应答了 {0}，而不是 {1}"),
  PROBE_FAILED("it did not answer well: {0}", "它没有正常应答：{0}"),
  PROBES_OK("{0} probes in a row were answered well", "连续 {0} 次探测成功"),
  PROBES_FAILED("{0} probes in a row failed: {1}", "连续 {0} 次探测失败：{1}"),
  FAILURES_IN_A_ROW("{0} requests in a row failed: {1}", "连续 {0} 个请求失败：{1}"),
  TRIAL_OK("the trial request was answered", "试探请求得到了应答"),
  TRIAL_FAILED("the trial request failed: {0}", "试探请求失败：{0}"),
  TIME_IS_OVER("its time out of the pool is over", "被摘除的时间已到"),
  OUTLIER("{0} % of its last {1} answers were errors", "最近 {1} 个应答中有 {0}% 是错误"),
  FILE_CHANGED("the file of servers has changed", "服务器列表文件已改变"),
  NAME_CHANGED("the name {0} has other addresses now", "名称 {0} 的地址已改变"),
  ASKED_FOR("somebody asked for it", "有人要求如此"),
  SWITCH_AGREED("client and server agreed on {0}", "客户端与服务器同意改用 {0}");

  private final String en;
  private final String zh;

  EdgeReason(String en, String zh) {
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
